import WaybillInterchange

/// What the tables have of a call beside its details, by which it is found and added up.
///
/// It is read from the details, of which only so much is looked at: words are numbers there and stay so.
struct CallColumns {
    var began = 0
    var workload = 0
    var expectedCost: Money?
    var promptVersion: Int?
    var routes: Int?
    var prefix: UInt64?
    var contentHash: [UInt8]?
    var failure: Int?
    var rule: Int?
    var isFinished = false
    var isDegraded = false
    var isServedByWildcard = false
    var hasCacheDrop = false
    var duration: Int?
    var attempts: [AttemptColumns] = []

    /// Reads the details of a call.
    init(_ details: UnsafeRawBufferPointer, _ words: inout WordBook) throws(FieldFault) {
        var hasHeading = false
        var place: RulePlace?
        var reader = FieldReader(details)
        try reader.fields(RecordFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .heading:
                hasHeading = true
                try readHeading(&reader)
            case .report: place = try readReport(&reader)
            case .failure: failure = try reader.wordNumber()
            case .attempt: attempts.append(try AttemptColumns(&reader))
            }
        }
        guard hasHeading else { throw reader.fault("has no heading") }
        rule = place.map { words.number(ofPlaceIn: $0.file, line: $0.line, column: $0.column) }
    }

    private struct RulePlace {
        var file: Int
        var line = 0
        var column = 0
    }

    private mutating func readHeading(_ reader: inout FieldReader) throws(FieldFault) {
        try reader.group(HeadingFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .began: began = try reader.integer()
            case .workload: workload = try reader.wordNumber()
            case .versionFingerprint: routes = try reader.wordNumber()
            case .promptVersion: promptVersion = try reader.wordNumber()
            case .expectedCost: expectedCost = try reader.money()
            case .prefix: prefix = try reader.fixed()
            case .contentHash: contentHash = try reader.data()
            case .versionNumber, .requestKey, .feature, .parameters, .deadline, .inputTokens, .tag, .servedByWildcard: try reader.skip()
            }
        }
    }

    /// - Returns: Where the rule stands.
    private mutating func readReport(_ reader: inout FieldReader) throws(FieldFault) -> RulePlace? {
        isFinished = true
        duration = 0
        attempts = []
        var (file, line, column): (Int?, Int, Int) = (nil, 0, 0)
        try reader.group(ReportFieldNumber.self) { (reader, field) throws(FieldFault) in
            switch field {
            case .ruleFile: file = try reader.wordNumber()
            case .ruleLine: line = try reader.integer()
            case .ruleColumn: column = try reader.integer()
            case .servedByWildcard: isServedByWildcard = try reader.integer() != 0
            case .degraded: isDegraded = try reader.integer() != 0
            case .duration: duration = try reader.integer()
            case .attempt: attempts.append(try AttemptColumns(&reader))
            case .cacheDrop:
                hasCacheDrop = true
                try reader.skip()
            case .id, .workload, .when, .versionNumber, .versionFingerprint, .candidate, .adjustment, .canonicalForm: try reader.skip()
            }
        }
        return file.map { RulePlace(file: $0, line: line, column: column) }
    }

    // MARK: What follows

    /// The attempt that answered, of a call that ended well.
    ///
    /// - Parameter answered: The number of the word for that.
    func answer(_ answered: Int) -> AttemptColumns? {
        isFinished && failure == nil ? attempts.last { $0.outcome == answered } : nil
    }

    func flags(_ answered: Int) -> CallFlags {
        guard isFinished else { return [] }
        var flags = CallFlags.finished
        if isDegraded { flags.insert(.degraded) }
        if isServedByWildcard { flags.insert(.wildcard) }
        if hasCacheDrop { flags.insert(.cacheDropped) }
        if let first = attempts.first, let answer = attempts.last(where: { $0.outcome == answered }), answer.model != first.model {
            flags.insert(.fellBack)
        }
        return flags
    }

    /// What its attempts cost together; `nil`: not known, or it is not known to have ended.
    var cost: Money? {
        guard isFinished, !attempts.contains(where: { $0.cost == nil && $0.usage?.isEmpty == false }) else { return nil }
        return attempts.reduce(.zero) { $0 + ($1.cost ?? .zero) }
    }
}
