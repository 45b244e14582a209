public import GatewayWire

/// Why somebody may not ask, or not now.
public enum AccessRefusal: Error, Sendable, Hashable {
    /// There is no key, or nobody has it; which of the two, is not told.
    case unknownKey
    /// The caller was not granted what it asks for, whether there is such a thing or not.
    case modelNotAllowed
    /// As many requests are under way as the caller may have.
    ///
    /// - Parameter most: How many these are.
    case tooManyAtOnce(most: Int)
    /// A limit of a minute is used up.
    ///
    /// - Parameter wait: Until when there is room, if nobody takes it before.
    case rateLimited(RateLimit, wait: Duration)
    /// The request alone is larger than a minute's limit, so that waiting would not help.
    case largerThanLimit(tokens: Int, limit: Int)

    /// What is limited by the minute.
    public enum RateLimit: String, Sendable, Hashable, CaseIterable {
        /// Requests.
        case requests
        /// Tokens, input and output together.
        case tokens
    }
}

extension AccessRefusal {
    /// The kind of refusal as one word, for measurements and logs.
    public var label: String {
        switch self {
        case .unknownKey: "unknown-key"
        case .modelNotAllowed: "model-not-allowed"
        case .tooManyAtOnce: "concurrency"
        case .rateLimited(let limit, _): limit.rawValue
        case .largerThanLimit: RateLimit.tokens.rawValue
        }
    }

    /// What the client is told.
    public var answer: ErrorAnswer { ErrorAnswer(problem, retryAfter: retryAfter) }

    /// How long to wait before asking again; `nil` where that does not help.
    public var retryAfter: Duration? {
        switch self {
        case .unknownKey, .modelNotAllowed, .largerThanLimit: nil
        // Nobody knows how long the others take.
        case .tooManyAtOnce: .seconds(1)
        case .rateLimited(_, let wait): wait
        }
    }

    private var problem: InboundProblem {
        switch self {
        case .unknownKey:
            InboundProblem(
                status: 401, code: "invalid_api_key",
                "This needs a key that the gateway knows, in the header 'Authorization: Bearer KEY'. Whoever runs it can give you one.")
        case .modelNotAllowed:
            InboundProblem(
                status: 403, code: "model_not_allowed", parameter: "model",
                "This key may not ask for that model. GET /v1/models lists what it may ask for.")
        case .tooManyAtOnce(let most):
            InboundProblem(
                status: 429, code: "rate_limit_exceeded",
                "This key may have \(most) \(most == 1 ? "request" : "requests") under way at a time, and has.")
        case .rateLimited(let limit, _):
            InboundProblem(status: 429, code: "rate_limit_exceeded", "The \(limit) per minute of this key are used up.")
        case .largerThanLimit(let tokens, let limit):
            InboundProblem(
                status: 429, code: "rate_limit_exceeded",
                "This request is likely to take \(tokens) tokens, and this key has \(limit) per minute. Shorten it.")
        }
    }
}
