import WaybillInterchange

enum AttemptFieldNumber: Int, FieldNumber {
    case number = 1
    case model, credential, outcome, isIncomplete, status, failure, scope, providerCode, retryAfter, requestID, isHedge, waited,
        started, firstToken, ended, bytesSent, bytesReceived, skippedEvents, usage, expectedCachedTokens, cachedTokensGivenUp, countedInput,
        countedOutput, drift, serviceTier, cost, decision, priceDate, missingPrice, reportedCost
}

extension FieldWriter {
    mutating func attempt(_ field: some FieldNumber, _ attempt: AttemptReport) {
        typealias Field = AttemptFieldNumber
        group(field) {
            $0.integer(Field.number, attempt.number)
            $0.model(Field.model, attempt.model)
            $0.word(Field.credential, attempt.credential)
            $0.word(Field.outcome, attempt.outcome.rawValue)
            $0.flag(Field.isIncomplete, attempt.isIncomplete)
            $0.integer(Field.status, attempt.status)
            $0.word(Field.failure, attempt.failure?.rawValue)
            $0.word(Field.scope, attempt.scope?.rawValue)
            $0.word(Field.providerCode, attempt.providerCode)
            $0.time(Field.retryAfter, attempt.retryAfter)
            $0.text(Field.requestID, attempt.requestID)
            $0.flag(Field.isHedge, attempt.isHedge)
            $0.count(Field.waited, Int(attempt.waited.wholeMicroseconds))
            $0.count(Field.started, Int(attempt.started.wholeMicroseconds))
            $0.time(Field.firstToken, attempt.firstToken)
            $0.count(Field.ended, Int(attempt.ended.wholeMicroseconds))
            $0.count(Field.bytesSent, attempt.bytesSent)
            $0.count(Field.bytesReceived, attempt.bytesReceived)
            $0.count(Field.skippedEvents, attempt.skippedEvents)
            $0.usage(Field.usage, attempt.usage)
            $0.integer(Field.expectedCachedTokens, attempt.expectedCachedTokens)
            $0.count(Field.cachedTokensGivenUp, attempt.cachedTokensGivenUp)
            $0.tokens(Field.countedInput, attempt.counted?.input)
            $0.tokens(Field.countedOutput, attempt.counted?.output)
            for drift in attempt.drift { $0.drift(Field.drift, drift) }
            $0.word(Field.serviceTier, attempt.serviceTier?.rawValue)
            $0.money(Field.cost, attempt.cost)
            $0.sentence(Field.decision, attempt.decision)
            $0.word(Field.priceDate, attempt.priceDate)
            $0.word(Field.missingPrice, attempt.missingPrice)
            $0.money(Field.reportedCost, attempt.reportedCost)
        }
    }
}

extension FieldReader {
    mutating func attempt() throws(FieldFault) -> AttemptReport {
        var attempt = AttemptReport(number: 0, model: ModelName(provider: "", id: ""), started: .zero, bytesSent: 0)
        var (input, output): (TokenCount?, TokenCount?)
        try group(AttemptFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .number: attempt.number = try reader.integer()
            case .model: attempt.model = try reader.model()
            case .credential: attempt.credential = try reader.text()
            case .outcome: attempt.outcome = AttemptReport.Outcome(rawValue: try reader.text())
            case .isIncomplete: attempt.isIncomplete = try reader.integer() != 0
            case .status: attempt.status = try reader.integer()
            case .failure: attempt.failure = FailureKind(rawValue: try reader.text())
            case .scope: attempt.scope = FailureScope(rawValue: try reader.text())
            case .providerCode: attempt.providerCode = try reader.text()
            case .retryAfter: attempt.retryAfter = try reader.time()
            case .requestID: attempt.requestID = try reader.text()
            case .isHedge: attempt.isHedge = try reader.integer() != 0
            case .waited: attempt.waited = try reader.time()
            case .started: attempt.started = try reader.time()
            case .firstToken: attempt.firstToken = try reader.time()
            case .ended: attempt.ended = try reader.time()
            case .bytesSent: attempt.bytesSent = try reader.integer()
            case .bytesReceived: attempt.bytesReceived = try reader.integer()
            case .skippedEvents: attempt.skippedEvents = try reader.integer()
            case .usage: attempt.usage = try reader.usage()
            case .expectedCachedTokens: attempt.expectedCachedTokens = try reader.integer()
            case .cachedTokensGivenUp: attempt.cachedTokensGivenUp = try reader.integer()
            case .countedInput: input = try reader.tokens()
            case .countedOutput: output = try reader.tokens()
            case .drift: attempt.drift.append(try reader.drift())
            case .serviceTier: attempt.serviceTier = ServiceTier(rawValue: try reader.text())
            case .cost: attempt.cost = try reader.money()
            case .decision: attempt.decision = try reader.text()
            case .priceDate: attempt.priceDate = try reader.text()
            case .missingPrice: attempt.missingPrice = try reader.text()
            case .reportedCost: attempt.reportedCost = try reader.money()
            }
        }
        if let input, let output { attempt.counted = CountedTokens(input: input, output: output) }
        return attempt
    }
}
