import Waybill

/// Counts files or standard input, each as one text.
struct WholeTexts {
    let inputs: [ChunkedInput]
    let tokenizer: Tokenizer
    /// Whether names of special tokens are those tokens.
    let special: Bool
    let givesIDs: Bool

    /// Prints what people want to see: the ids on standard output, if they are wanted, else the counts.
    ///
    /// - Returns: Whether every input could be read.
    func printText() throws -> Bool {
        var progress = ProgressLine(writesMeanwhile: givesIDs)
        var list = TokenList()
        for input in inputs {
            var ids = IDLine()
            do {
                let tokens = try count(input, &progress) { (new) throws(OutputError) in try ids.add(new) }
                if givesIDs { try ids.end() }
                progress.clear()
                if let note = CountedTokens.repairNote(tokens.repairs, in: input) {
                    OutputChannel.errors.report(OutputChannel.errors.look.note(note))
                }
                list.add(tokens, of: input)
            } catch let error as InputError {
                if givesIDs { try ids.end() }
                progress.clear()
                OutputChannel.errors.report(OutputChannel.errors.look.error("\(error)"))
                list.hasGaps = true
            }
        }
        if givesIDs {
            OutputChannel.errors.report(list.text(OutputChannel.errors.look))
        } else {
            try OutputChannel.output.write(list.text(OutputChannel.output.look))
        }
        return !list.hasGaps
    }

    /// Prints one JSON object for each input.
    ///
    /// - Returns: Whether every input could be read.
    func printJSON() throws -> Bool {
        var progress = ProgressLine(writesMeanwhile: true)
        var isWhole = true
        for input in inputs {
            let head: JSONObject = input.path == "-" ? [:] : ["file": .string(input.path)]
            var record = IDRecord(head: head, encoding: tokenizer.name, givesIDs: givesIDs)
            do {
                let tokens = try count(input, &progress) { (ids) throws(OutputError) in try record.add(ids) }
                progress.clear()
                if let note = CountedTokens.repairNote(tokens.repairs, in: input) {
                    OutputChannel.errors.report(OutputChannel.errors.look.note(note))
                }
                try record.end(tokens)
            } catch let error as InputError {
                progress.clear()
                try record.fail(JSONObject(kind: "invalid-request", message: "\(error)"))
                isWhole = false
            }
        }
        return isWhole
    }

    private func count(
        _ input: ChunkedInput, _ progress: inout ProgressLine, _ takeIDs: ([Int]) throws(OutputError) -> Void
    ) throws -> CountedTokens {
        var tally = TextTally(tokenizer, special: special, givesIDs: givesIDs)
        progress.begin(input)
        try input.forEachChunk { chunk in
            try takeIDs(tally.append(chunk))
            progress.add(bytes: chunk.byteCount)
        }
        try takeIDs(tally.finish())
        return tally.tokens
    }
}
