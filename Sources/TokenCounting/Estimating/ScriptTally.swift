/// What a text is made of: `o200k_base`'s tokens and the bytes, by class of piece.
struct ScriptTally {
    struct Sum: Equatable {
        var tokens = 0
        var bytes = 0
    }

    /// One for each ``PieceClass``.
    let sums: [Sum]
    /// How many pieces every tokenizer makes at least that cuts by any of the ``PieceRules``.
    let surePieces: Int

    /// The bytes of the text.
    var bytes: Int { sums.reduce(0) { $0 + $1.bytes } }
    /// The text's tokens of `o200k_base`.
    var tokens: Int { sums.reduce(0) { $0 + $1.tokens } }
}

extension TokenEncoding {
    /// What a text is made of; to be asked of `o200k_base`, whose rules it counts pieces by.
    func tally(_ text: String) -> ScriptTally {
        guard var pieces = firstTexts?.pieces(of: text) else { return counters.withCounter { $0.tally(text) } }
        return PieceWalk(rules).tally(text, by: &pieces)
    }
}

extension TokenCounter {
    mutating func tally(_ text: String) -> ScriptTally {
        withSink { walk, counter in walk.tally(text, by: &counter.pointee) }
    }
}

extension PieceWalk {
    /// What a text is made of, if `counter` tells the tokens of its pieces.
    fileprivate func tally(_ text: String, by counter: inout some PieceCounter & ~Copyable) -> ScriptTally {
        var text = text
        return text.withUTF8 { bytes in
            withUnsafeMutablePointer(to: &counter) { counter in
                var sink = TallyingSink(counter)
                pieces(of: bytes, to: &sink)
                return sink.tally
            }
        }
    }
}
