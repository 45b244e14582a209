/// What went wrong, in words that a metric can count.
///
/// The list is open.
public struct FailureKind: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    // MARK: The request itself

    /// No route serves the workload.
    public static let unknownWorkload: FailureKind = "unknown-workload"
    /// Every candidate was set aside before anything was sent.
    public static let noCandidate: FailureKind = "no-candidate"
    /// It may cost more than is left of its route's budget.
    public static let budgetSpent: FailureKind = "budget-spent"
    /// The provider calls the request malformed.
    public static let invalidRequest: FailureKind = "invalid-request"
    /// The provider's rules forbid the content.
    public static let contentPolicy: FailureKind = "content-policy"
    /// The model declined to answer, where a value of a type was asked for.
    public static let refused: FailureKind = "refused"
    /// The provider has blocked this end user.
    public static let blockedUser: FailureKind = "blocked-user"
    /// The output limit was used up before any answer; raise it.
    public static let outputLimitReached: FailureKind = "output-limit-reached"

    // MARK: What this model cannot do

    /// The request is longer than the model's context window.
    public static let contextOverflow: FailureKind = "context-overflow"
    /// The model does not take a parameter, feature, tier or size.
    public static let unsupported: FailureKind = "unsupported"

    // MARK: The credential

    /// The key is wrong, missing or not allowed.
    public static let authentication: FailureKind = "authentication"
    /// The account is out of funds or over a spending limit.
    public static let outOfFunds: FailureKind = "out-of-funds"

    // MARK: The model

    /// The provider does not know the model or does not let this account use it.
    public static let modelNotFound: FailureKind = "model-not-found"
    /// A rate limit was hit.
    public static let rateLimited: FailureKind = "rate-limited"
    /// The server is overloaded.
    public static let overloaded: FailureKind = "overloaded"
    /// The server failed.
    public static let serverError: FailureKind = "server-error"
    /// The server or a gateway before it gave up waiting.
    public static let serverTimeout: FailureKind = "server-timeout"
    /// No content came within the first-token limit.
    public static let silence: FailureKind = "silence"
    /// A stream paused for longer than the stall limit.
    public static let stall: FailureKind = "stall"
    /// The connection was lost before any byte of the response.
    public static let reset: FailureKind = "reset"
    /// The answer ended before it was whole.
    public static let cut: FailureKind = "cut"
    /// What came is no answer of the API.
    public static let malformedAnswer: FailureKind = "malformed-answer"
    /// The answer was larger than the transport accepts.
    public static let answerTooLarge: FailureKind = "answer-too-large"
    /// The answer held no text, call or refusal.
    public static let emptyAnswer: FailureKind = "empty-answer"
    /// The answer does not follow the schema that was asked for, or calls a tool with other arguments than it takes.
    public static let invalidOutput: FailureKind = "invalid-output"

    // MARK: The provider

    /// The address may not be asked: no http or https URL, or plain http beyond loopback.
    public static let addressRefused: FailureKind = "address-refused"
    /// The host's name does not resolve.
    public static let nameResolution: FailureKind = "name-resolution"
    /// No connection could be made.
    public static let connect: FailureKind = "connect"
    /// TLS failed.
    public static let tls: FailureKind = "tls"

    // MARK: The call

    /// The deadline passed.
    public static let deadline: FailureKind = "deadline"
    /// The caller cancelled.
    public static let cancelled: FailureKind = "cancelled"
    /// The router was closed.
    public static let closed: FailureKind = "closed"
}

/// What a failure speaks about, and so what may still be tried.
public enum FailureScope: String, Sendable, Hashable, CaseIterable {
    /// The request itself: nobody else is asked.
    case request
    /// What this model can do: another may.
    case capability
    /// The key or its account: other keys and providers serve.
    case credential
    /// This model at this provider: the next candidate.
    case model
    /// The provider's host: its other candidates go last.
    case provider
}

extension FailureScope: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) { self = try asWord(json, path) }

    public var json: JSONValue { .string(rawValue) }
}
