import WaybillInterchange

extension ReportedTokens {
    /// The tokens in classes that do not overlap and, if the report allows it, sum to its total.
    ///
    /// Servers count cached tokens within the input or beside it, and reasoning within the output or beside it. The total tells which; where
    /// there is none, a part counts as lying within, unless it is more than the whole.
    ///
    /// - Returns: `nil` where the report neither counts anything nor tries to.
    func classes(of report: JSONValue?) -> TokenUsage? {
        guard input ?? output ?? total != nil || !flags.isEmpty else { return nil }
        var tokens = self
        tokens.settleWholes()
        tokens.trimParts()
        var usage = tokens.usage
        usage.reported = report
        if let total, usage.total != total { tokens.flags.appendOnce(.totalDiffers) }
        usage.flags = tokens.flags
        return usage
    }

    private var cache: Int { cached + written }

    // MARK: What is within what

    /// Makes ``input`` and ``output`` all of their tokens, whatever the server counts beside them.
    private mutating func settleWholes() {
        fillIn()
        guard let input, let output else { return }
        let beside = beside(input, output)
        self.input = input + beside.cache
        self.output = output + beside.reasoning
        reasoning = max(reasoning, beside.reasoning)
    }

    /// Makes up for a whole that is missing with what the total leaves.
    private mutating func fillIn() {
        if input == nil { flags.appendOnce(.inputMissing) }
        if output == nil { flags.appendOnce(.outputMissing) }
        let known = input ?? output ?? 0
        let rest = max(0, (total ?? known) - known)
        switch (input, output) {
        case (nil, nil): (input, output) = (rest, 0)
        case (nil, _): input = rest
        case (_, nil): output = rest
        default: break
        }
    }

    /// What a server counts beside the input and the output.
    private mutating func beside(_ input: Int, _ output: Int) -> (cache: Int, reasoning: Int) {
        guard let total else {
            // Nothing but their sizes tells.
            let outside = (cache > input ? cache : 0, reasoning > output ? reasoning : 0)
            if outside != (0, 0) { flags.appendOnce(.partExceedsWhole) }
            return outside
        }
        let gap = total - input - output
        guard gap > 0 else { return (0, 0) }
        if gap == reasoning, cache <= input { return (0, gap) }
        if gap == cache, reasoning <= output { return (gap, 0) }
        if gap == cache + reasoning { return (cache, reasoning) }
        // Thinking that is counted in the total alone, as Gemini does.
        return reasoning == 0 && cache <= input ? (0, gap) : (0, 0)
    }

    // MARK: What fits

    /// Cuts parts to what is left of their whole.
    private mutating func trimParts() {
        let (input, output) = (input ?? 0, output ?? 0)
        trim(\.cached, to: input)
        trim(\.written, to: input - cached)
        if audioInput + imageInput > input { flags.appendOnce(.partExceedsWhole) }
        // What a cache held is not told apart by kind; images cost what text costs, nearly everywhere.
        if audioInput > 0, cache > 0 { flags.appendOnce(.mediaMayBeCached) }
        audioInput = min(audioInput, input - cache)
        imageInput = min(imageInput, input - cache - audioInput)
        trim(\.reasoning, to: output)
        trim(\.audioOutput, to: output - reasoning)
        trim(\.imageOutput, to: output - reasoning - audioOutput)
    }

    private mutating func trim(_ part: WritableKeyPath<ReportedTokens, Int>, to most: Int) {
        guard self[keyPath: part] > most else { return }
        flags.appendOnce(.partExceedsWhole)
        self[keyPath: part] = most
    }

    // MARK: The classes

    private var usage: TokenUsage {
        var usage = TokenUsage(
            uncachedInput: (input ?? 0) - cache - audioInput - imageInput, cachedInput: cached, cacheWrites: writes,
            outputText: (output ?? 0) - reasoning - audioOutput - imageOutput, reasoning: reasoning)
        usage.audioInput = audioInput
        usage.imageInput = imageInput
        usage.audioOutput = audioOutput
        usage.imageOutput = imageOutput
        return usage
    }

    /// What was written, by lifetime; what no lifetime is told of counts for the shortest.
    private var writes: [CacheWrite] {
        var left = written
        var writes: [CacheWrite] = []
        for told in lifetimes.sorted(by: { $0.lifetimeSeconds ?? 0 > $1.lifetimeSeconds ?? 0 }) {
            let tokens = min(told.tokens, left)
            left -= tokens
            if tokens > 0 { writes.append(CacheWrite(lifetimeSeconds: told.lifetimeSeconds, tokens: tokens)) }
        }
        guard left > 0 else { return writes.reversed() }
        if let shortest = writes.last, shortest.lifetimeSeconds == Self.usualLifetime {
            writes[writes.count - 1].tokens += left
        } else {
            writes.append(CacheWrite(lifetimeSeconds: Self.usualLifetime, tokens: left))
        }
        return writes.reversed()
    }

    /// The seconds for which OpenAI keeps what it was not told to keep longer.
    private static let usualLifetime = 1_800
}
