/// What a response says of the rate limits of the account that asked.
public struct RateLimitStatus: Sendable, Hashable {
    /// One limit.
    public struct Allowance: Sendable, Hashable {
        /// How much is allowed; `nil`: not said.
        public var limit: Int?
        /// How much of it is left, this request taken off; `nil`: not said.
        public var remaining: Int?
        /// After how long all of it is there again; `nil`: not said.
        public var reset: Duration?

        /// Creates an allowance.
        public init(limit: Int? = nil, remaining: Int? = nil, reset: Duration? = nil) {
            self.limit = limit
            self.remaining = remaining
            self.reset = reset
        }

        /// Whether nothing is said.
        package var isEmpty: Bool { limit == nil && remaining == nil }
    }

    /// Of requests.
    public var requests: Allowance?
    /// Of tokens, input and output together.
    public var tokens: Allowance?

    /// Creates a status.
    public init(requests: Allowance? = nil, tokens: Allowance? = nil) {
        self.requests = requests
        self.tokens = tokens
    }
}

extension RateLimitStatus.Allowance: JSONWritable {
    /// `{"limit", "remaining", "reset"}`, the last in seconds.
    public var json: JSONValue {
        [
            "limit": limit.map { .number(JSONNumber($0)) } ?? .null, "remaining": remaining.map { .number(JSONNumber($0)) } ?? .null,
            "reset": reset.map { .number(JSONNumber(seconds: $0)) } ?? .null,
        ]
    }
}
