import WaybillInterchange

enum CountFieldNumber: Int, FieldNumber {
    case tokens = 1
    case certainty, tokenizer, lowest, highest, least, reason
}

enum UsageFieldNumber: Int, FieldNumber {
    case uncachedInput = 1
    case cachedInput, cacheWrite, outputText, reasoning, certainty, reported, audioInput, imageInput, audioOutput, imageOutput, tool, flag
}

enum ToolFieldNumber: Int, FieldNumber {
    case tool = 1
    case uses
}

enum CacheWriteFieldNumber: Int, FieldNumber {
    case lifetime = 1
    case tokens
}

private enum DriftFieldNumber: Int, FieldNumber {
    case kind = 1
    case part, counted, reported
}

extension CountCertainty {
    /// 0 for exact, -1 for a guess, else the bound and one.
    var number: Int {
        switch self {
        case .exact: 0
        case .estimated: -1
        case .bounded(let bound): max(0, bound).addingReportingOverflow(1).partialValue
        }
    }

    init(number: Int) {
        switch number {
        case 0: self = .exact
        case 1...: self = .bounded(number - 1)
        default: self = .estimated
        }
    }
}

extension FieldWriter {
    mutating func tokens(_ field: some FieldNumber, _ count: TokenCount?) {
        guard let count else { return }
        group(field) {
            $0.count(CountFieldNumber.tokens, count.tokens)
            $0.count(CountFieldNumber.certainty, count.certainty.number)
            $0.word(CountFieldNumber.tokenizer, count.tokenizer)
            $0.integer(CountFieldNumber.lowest, count.bounds?.lowerBound)
            $0.integer(CountFieldNumber.highest, count.bounds?.upperBound)
            if count.certainty == .estimated, count.bounds == nil { $0.count(CountFieldNumber.least, count.least) }
            $0.sentence(CountFieldNumber.reason, count.reason)
        }
    }

    mutating func usage(_ field: some FieldNumber, _ usage: TokenUsage?) {
        guard let usage else { return }
        group(field) {
            $0.count(UsageFieldNumber.uncachedInput, usage.uncachedInput)
            $0.count(UsageFieldNumber.cachedInput, usage.cachedInput)
            for write in usage.cacheWrites {
                $0.group(UsageFieldNumber.cacheWrite) {
                    $0.integer(CacheWriteFieldNumber.lifetime, write.lifetimeSeconds)
                    $0.count(CacheWriteFieldNumber.tokens, write.tokens)
                }
            }
            $0.count(UsageFieldNumber.outputText, usage.outputText)
            $0.count(UsageFieldNumber.reasoning, usage.reasoning)
            $0.count(UsageFieldNumber.certainty, usage.certainty.number)
            $0.reported(UsageFieldNumber.reported, usage.reported)
            $0.count(UsageFieldNumber.audioInput, usage.audioInput)
            $0.count(UsageFieldNumber.imageInput, usage.imageInput)
            $0.count(UsageFieldNumber.audioOutput, usage.audioOutput)
            $0.count(UsageFieldNumber.imageOutput, usage.imageOutput)
            for use in usage.hostedTools {
                $0.group(UsageFieldNumber.tool) {
                    $0.word(ToolFieldNumber.tool, use.tool.rawValue)
                    $0.count(ToolFieldNumber.uses, use.uses)
                }
            }
            for flag in usage.flags { $0.word(UsageFieldNumber.flag, flag.rawValue) }
        }
    }

    mutating func drift(_ field: some FieldNumber, _ drift: CountDrift) {
        group(field) {
            $0.word(DriftFieldNumber.kind, drift.kind.rawValue)
            $0.word(DriftFieldNumber.part, drift.part?.rawValue)
            $0.tokens(DriftFieldNumber.counted, drift.counted)
            $0.integer(DriftFieldNumber.reported, drift.reported)
        }
    }
}

extension FieldReader {
    mutating func tokens() throws(FieldFault) -> TokenCount {
        var (tokens, certainty, tokenizer, least) = (0, CountCertainty.exact, "", 0)
        var (lowest, highest, reason): (Int?, Int?, String?)
        try group(CountFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .tokens: tokens = try reader.integer()
            case .certainty: certainty = CountCertainty(number: try reader.integer())
            case .tokenizer: tokenizer = try reader.text()
            case .lowest: lowest = try reader.integer()
            case .highest: highest = try reader.integer()
            case .least: least = try reader.integer()
            case .reason: reason = try reader.text()
            }
        }
        var bounds: ClosedRange<Int>?
        if let lowest, let highest {
            guard lowest <= highest else { throw fault("has a count whose bounds are the wrong way round") }
            bounds = lowest...highest
        }
        return TokenCount(tokens, certainty, tokenizer: tokenizer, bounds: bounds, atLeast: least, reason: reason)
    }

    mutating func usage() throws(FieldFault) -> TokenUsage {
        var usage = TokenUsage()
        try group(UsageFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .uncachedInput: usage.uncachedInput = try reader.integer()
            case .cachedInput: usage.cachedInput = try reader.integer()
            case .cacheWrite: usage.cacheWrites.append(try reader.cacheWrite())
            case .outputText: usage.outputText = try reader.integer()
            case .reasoning: usage.reasoning = try reader.integer()
            case .certainty: usage.certainty = CountCertainty(number: try reader.integer())
            case .reported: usage.reported = try reader.reported()
            case .audioInput: usage.audioInput = try reader.integer()
            case .imageInput: usage.imageInput = try reader.integer()
            case .audioOutput: usage.audioOutput = try reader.integer()
            case .imageOutput: usage.imageOutput = try reader.integer()
            case .tool: usage.hostedTools.append(try reader.hostedTool())
            case .flag: usage.flags.append(UsageFlag(rawValue: try reader.text()))
            }
        }
        return usage
    }

    private mutating func cacheWrite() throws(FieldFault) -> CacheWrite {
        var write = CacheWrite(lifetimeSeconds: nil, tokens: 0)
        try group(CacheWriteFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .lifetime: write.lifetimeSeconds = try reader.integer()
            case .tokens: write.tokens = try reader.integer()
            }
        }
        return write
    }

    private mutating func hostedTool() throws(FieldFault) -> HostedToolUse {
        var use = HostedToolUse("", uses: 0)
        try group(ToolFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .tool: use.tool = HostedTool(rawValue: try reader.text())
            case .uses: use.uses = try reader.integer()
            }
        }
        return use
    }

    mutating func drift() throws(FieldFault) -> CountDrift {
        var drift = CountDrift("")
        try group(DriftFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .kind: drift.kind = CountDrift.Kind(rawValue: try reader.text())
            case .part: drift.part = CountDrift.Part(rawValue: try reader.text())
            case .counted: drift.counted = try reader.tokens()
            case .reported: drift.reported = try reader.integer()
            }
        }
        return drift
    }
}
