public import WaybillInterchange

/// What a request must be like for a rule to hold: all that is said here together.
public struct RequestCondition: Sendable, Hashable {
    /// A bound of a count.
    public struct Bound: Sendable, Hashable {
        /// How the count is compared.
        public enum Comparison: String, Sendable, Hashable, CaseIterable {
            case over = ">"
            case atLeast = ">="
            case under = "<"
            case atMost = "<="
        }

        /// How the count is compared.
        public var comparison: Comparison
        /// With what.
        public var count: Int

        /// Creates a bound.
        public init(_ comparison: Comparison, _ count: Int) {
            self.comparison = comparison
            self.count = count
        }

        /// Whether a count keeps to it.
        package func holds(for number: Int) -> Bool {
            switch comparison {
            case .over: number > count
            case .atLeast: number >= count
            case .under: number < count
            case .atMost: number <= count
            }
        }
    }

    /// What a member of a request's metadata must be.
    public struct Member: Sendable, Hashable {
        /// The member.
        public var key: String
        /// One of these.
        public var values: [String]

        /// Creates a condition.
        public init(_ key: String, oneOf values: [String]) {
            self.key = key
            self.values = values
        }
    }

    /// Bounds of the input tokens, all of which must hold.
    ///
    /// They are counted as the first of the route's own models counts them.
    public var inputTokens: [Bound] = []
    /// What a model must be able to do to serve the request: all of these.
    public var needs: [Feature] = []
    /// What the request's metadata must say, each of them.
    public var metadata: [Member] = []
    /// The version of the prompt: one of these; empty: any.
    public var promptVersions: [String] = []

    /// How much of the route's budget must be used or reserved, at least; `nil`: anything.
    public var budgetUsed: Share?

    /// Creates a condition that every request meets.
    public init() {}

    /// Whether every request meets it.
    package var isEmpty: Bool { self == RequestCondition() }
}

extension RequestCondition.Bound: CustomStringConvertible {
    /// The bound as a file writes it, such as `>100000`.
    public var description: String { "\(comparison.rawValue)\(count)" }
}

extension RequestCondition: CustomStringConvertible {
    /// The condition in a few words, such as `input_tokens >100000, metadata.tier gold or silver`.
    public var description: String {
        var parts: [String] = []
        if !inputTokens.isEmpty { parts.append("input_tokens \(inputTokens.map(\.description).joined(separator: " and "))") }
        if !needs.isEmpty { parts.append("needs \(needs.map(\.rawValue).joined(separator: " and "))") }
        parts += metadata.map { "metadata.\($0.key) \($0.values.joined(separator: " or "))" }
        if !promptVersions.isEmpty { parts.append("prompt_version \(promptVersions.joined(separator: " or "))") }
        if let budgetUsed { parts.append("budget_used \(budgetUsed)") }
        return parts.isEmpty ? "always" : parts.joined(separator: ", ")
    }
}

extension RequestCondition {
    /// Whether every request that meets `other` meets this too.
    package func covers(_ other: RequestCondition) -> Bool {
        guard let range = inputTokens.range, let narrower = other.inputTokens.range else { return false }
        return range.lowerBound <= narrower.lowerBound && narrower.upperBound <= range.upperBound
            && Set(needs).isSubset(of: other.needs)
            && budgetUsed?.millionths ?? 0 <= other.budgetUsed?.millionths ?? 0
            && metadata.allSatisfy { member in
                other.metadata.contains { $0.key == member.key && Set($0.values).isSubset(of: member.values) }
            }
            && (promptVersions.isEmpty || !other.promptVersions.isEmpty && Set(other.promptVersions).isSubset(of: promptVersions))
    }

    /// Why the condition cannot be meant, or `nil`.
    package var problem: String? {
        if isEmpty { return "a rule needs a condition; what always holds belongs to the workload itself" }
        if inputTokens.contains(where: { $0.count < 0 }) { return "a number of input tokens cannot be negative" }
        if inputTokens.range == nil {
            return "no request has input_tokens \(inputTokens.map(\.description).joined(separator: " and "))"
        }
        if let feature = needs.first(where: { !Feature.requestable.contains($0) }) {
            let all = Feature.requestable.map(\.rawValue).joined(separator: ", ")
            return "no request needs '\(feature)'; it can need \(all)"
        }
        if let empty = metadata.first(where: \.values.isEmpty) { return "metadata.\(empty.key) is compared with nothing" }
        let keys = metadata.map(\.key)
        return Set(keys).count < keys.count ? "a member of metadata is compared twice; write a list of values" : nil
    }
}

extension [RequestCondition.Bound] {
    /// The counts that keep to all of them; `nil`: none does.
    fileprivate var range: ClosedRange<Int>? {
        var (lowest, highest) = (0, Int.max)
        for bound in self {
            switch bound.comparison {
            // No count is larger than any number.
            case .over where bound.count == .max: return nil
            case .over: lowest = Swift.max(lowest, bound.count + 1)
            case .atLeast: lowest = Swift.max(lowest, bound.count)
            case .under where bound.count <= 0: return nil
            case .under: highest = Swift.min(highest, bound.count - 1)
            case .atMost: highest = Swift.min(highest, bound.count)
            }
        }
        return lowest <= highest ? lowest...highest : nil
    }
}
