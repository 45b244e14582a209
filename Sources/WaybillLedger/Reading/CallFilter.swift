public import WaybillInterchange

/// Which calls of the books are meant; what is `nil` does not matter.
public struct CallFilter: Sendable, Hashable {
    /// Those that began at this time or later, since 1970-01-01 00:00 UTC.
    public var since: Duration?
    /// Those that began before this time.
    public var until: Duration?
    /// Those of a workload.
    public var workload: Workload?
    /// Those that a model answered.
    public var model: ModelName?
    /// Those that asked a model, whether it answered or not.
    public var asked: ModelName?
    /// Those that asked a model of this provider.
    public var askedProvider: String?
    /// Those that failed with this.
    public var failure: FailureKind?
    /// Those that brought an answer (false), or that brought none (true), known or not to have ended.
    public var failed: Bool?

    /// Creates a filter that all calls match.
    public init() {}
}

extension CallFilter {
    /// The condition in SQL; `nil` where the books do not know a word of it, so that nothing matches.
    func condition(_ words: WordBook) -> String? {
        var parts: [String] = []
        // Ids grow with time, to the millisecond, so that their index finds the place; the time itself decides.
        if let since {
            parts.append("calls.id >= x'\(Self.earliest(since))' AND began >= \(since.wholeMicroseconds)")
        }
        if let until {
            parts.append("calls.id < x'\(Self.earliest(until + .milliseconds(1)))' AND began < \(until.wholeMicroseconds)")
        }
        for (column, word) in [("workload", workload?.rawValue), ("model", model?.description), ("failure", failure?.rawValue)] {
            guard let word else { continue }
            guard let number = words.find(word) else { return nil }
            parts.append("\(column) = \(number)")
        }
        if let asked {
            guard let number = words.find(asked.description) else { return nil }
            parts.append("EXISTS (SELECT 1 FROM attempts WHERE attempts.call = calls.call AND attempts.model = \(number))")
        }
        if let askedProvider {
            let models = words.numbers { ModelName($0)?.provider == askedProvider }.map(String.init).joined(separator: ", ")
            parts.append("EXISTS (SELECT 1 FROM attempts WHERE attempts.call = calls.call AND attempts.model IN (\(models)))")
        }
        if let failed {
            let answered = "(flags & \(CallFlags.finished.rawValue) AND failure IS NULL)"
            parts.append(failed ? "NOT \(answered)" : answered)
        }
        return parts.isEmpty ? "TRUE" : parts.joined(separator: " AND ")
    }

    /// The smallest id that a call which began then can have, in hexadecimal digits.
    private static func earliest(_ time: Duration) -> String {
        CallID(began: max(.zero, time), router: 0, number: 0).description
    }
}
