import WaybillInterchange

/// What the tables have of an attempt beside the details of its call; words are numbers, times whole microseconds since the call began.
struct AttemptColumns {
    var number = 0
    var model = 0
    var credential: Int?
    var outcome = 0
    var status: Int?
    var failure: Int?
    var waited = 0
    var started = 0
    var firstToken: Int?
    var ended = 0
    var bytesSent = 0
    var bytesReceived = 0
    var usage: Usage?
    var expectedCachedTokens: Int?
    var cachedTokensGivenUp = 0
    var countedInput: Int?
    var countedOutput: Int?
    var tokenizer: Int?
    var serviceTier: Int?
    var cost: Money?
    var priceDate: Int?
    var missingPrice: Int?
    var reportedCost: Money?
    private var isHedge = false
    private var isIncomplete = false
    private var hasDrifted = false

    /// Tokens by class, and what else is known of them.
    struct Usage {
        var uncachedInput = 0
        var cachedInput = 0
        var cacheWrite = 0
        var outputText = 0
        var reasoning = 0
        var audioInput = 0
        var imageInput = 0
        var audioOutput = 0
        var imageOutput = 0
        /// As ``CountCertainty/number`` has it.
        var certainty = 0
        var isFlagged = false
        var usesTools = false

        /// Whether there are tokens of other classes than ordinary text.
        var hasRareTokens: Bool { cacheWrite | audioInput | imageInput | audioOutput | imageOutput != 0 }

        /// Whether it holds nothing that could be billed.
        var isEmpty: Bool { !usesTools && !hasRareTokens && uncachedInput | cachedInput | outputText | reasoning == 0 }
    }

    var flags: AttemptFlags {
        var flags = AttemptFlags()
        if isHedge { flags.insert(.hedge) }
        if isIncomplete { flags.insert(.incomplete) }
        if hasDrifted { flags.insert(.drifted) }
        guard let usage else { return flags }
        if usage.isFlagged { flags.insert(.usageFlagged) }
        if usage.certainty != 0 {
            flags.insert(.estimated)
        } else if AttemptReport.costsDiffer(cost, reportedCost) {
            flags.insert(.costDiffers)
        }
        if usage.hasRareTokens { flags.insert(.rareTokens) }
        return flags
    }

    /// Reads an attempt in the details of its call.
    init(_ reader: inout FieldReader) throws(FieldFault) {
        var (input, output): (Count?, Count?)
        try reader.group(AttemptFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .number: number = try reader.integer()
            case .model: model = try reader.wordNumber()
            case .credential: credential = try reader.wordNumber()
            case .outcome: outcome = try reader.wordNumber()
            case .isIncomplete: isIncomplete = try reader.integer() != 0
            case .status: status = try reader.integer()
            case .failure: failure = try reader.wordNumber()
            case .isHedge: isHedge = try reader.integer() != 0
            case .waited: waited = try reader.integer()
            case .started: started = try reader.integer()
            case .firstToken: firstToken = try reader.integer()
            case .ended: ended = try reader.integer()
            case .bytesSent: bytesSent = try reader.integer()
            case .bytesReceived: bytesReceived = try reader.integer()
            case .usage: usage = try Usage(&reader)
            case .expectedCachedTokens: expectedCachedTokens = try reader.integer()
            case .cachedTokensGivenUp: cachedTokensGivenUp = try reader.integer()
            case .countedInput: input = try Count(&reader)
            case .countedOutput: output = try Count(&reader)
            case .drift:
                hasDrifted = true
                try reader.skip()
            case .serviceTier: serviceTier = try reader.wordNumber()
            case .cost: cost = try reader.money()
            case .priceDate: priceDate = try reader.wordNumber()
            case .missingPrice: missingPrice = try reader.wordNumber()
            case .reportedCost: reportedCost = try reader.money()
            case .scope, .providerCode, .retryAfter, .requestID, .skippedEvents, .decision: try reader.skip()
            }
        }
        if let input, let output { (countedInput, countedOutput, tokenizer) = (input.tokens, output.tokens, input.tokenizer) }
    }

    private struct Count {
        var tokens = 0
        var tokenizer = 0

        init(_ reader: inout FieldReader) throws(FieldFault) {
            try reader.group(CountFieldNumber.self) { (reader, field) throws(FieldFault) in
                switch field {
                case .tokens: tokens = try reader.integer()
                case .tokenizer: tokenizer = try reader.wordNumber()
                case .certainty, .lowest, .highest, .least, .reason: try reader.skip()
                }
            }
        }
    }
}

extension AttemptColumns.Usage {
    fileprivate init(_ reader: inout FieldReader) throws(FieldFault) {
        self.init()
        try reader.group(UsageFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .uncachedInput: uncachedInput = try reader.integer()
            case .cachedInput: cachedInput = try reader.integer()
            case .cacheWrite:
                try reader.group(CacheWriteFieldNumber.self) { (reader, field) throws(FieldFault) in
                    if field == .tokens { cacheWrite += try reader.integer() } else { try reader.skip() }
                }
            case .outputText: outputText = try reader.integer()
            case .reasoning: reasoning = try reader.integer()
            case .certainty: certainty = try reader.integer()
            case .audioInput: audioInput = try reader.integer()
            case .imageInput: imageInput = try reader.integer()
            case .audioOutput: audioOutput = try reader.integer()
            case .imageOutput: imageOutput = try reader.integer()
            case .tool:
                try reader.group(ToolFieldNumber.self) { (reader, field) throws(FieldFault) in
                    if field == .uses { usesTools = try reader.integer() != 0 || usesTools } else { try reader.skip() }
                }
            case .flag:
                isFlagged = true
                try reader.skip()
            case .reported: try reader.skip()
            }
        }
    }
}
