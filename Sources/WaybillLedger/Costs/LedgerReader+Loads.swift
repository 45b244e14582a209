public import Waybill

extension LedgerReader {
    /// How many requests there were of each kind of work, and how long they were, as they were billed: failed attempts too, where they were.
    ///
    /// - Parameters:
    ///   - since: Calls that began at this time or later, since 1970-01-01 00:00 UTC; `nil`: from the first of them on.
    ///   - until: Calls that began before this time.
    ///   - batch: The share that could wait to be handed in as a batch.
    ///   - thresholds: The lengths of the input above which any price that will be asked about is another.
    /// - Returns: A load of each workload that had any, in the order of their names.
    /// - Throws: ``LedgerError``.
    public func loads(
        since: Duration? = nil, until: Duration, batch: Share = Share(millionths: 0), thresholds: Set<Int> = []
    ) throws -> [(workload: Workload, load: CallLoad)] {
        var loads: [Int64: CallLoad] = [:]
        var first = since
        let names = try scan(since: since, until: until) { call, attempts in
            if since == nil { first = min(first ?? until, .microseconds(call.began)) }
            for case let usage? in attempts.lazy.map(\.usage) {
                loads[call.workload, default: CallLoad(in: .zero, batch: batch, thresholds: thresholds)].add(calls: 1, TokenUsage(usage))
            }
        }
        let span = max(.seconds(1), until - (first ?? until))
        return
            loads.map { number, load in
                var load = load
                load.span = span
                return (workload: Workload(rawValue: names[number]), load: load)
            }
            .sorted { $0.workload.rawValue < $1.workload.rawValue }
    }
}

extension TokenUsage {
    fileprivate init(_ row: AttemptRow.Usage) {
        self.init(
            uncachedInput: row.uncachedInput, cachedInput: row.cachedInput,
            cacheWrites: row.cacheWrite > 0 ? [CacheWrite(lifetimeSeconds: nil, tokens: row.cacheWrite)] : [], outputText: row.outputText,
            reasoning: row.reasoning, certainty: row.isExact ? .exact : .estimated)
        (audioInput, imageInput) = (row.audioInput, row.imageInput)
        (audioOutput, imageOutput) = (row.audioOutput, row.imageOutput)
    }
}
