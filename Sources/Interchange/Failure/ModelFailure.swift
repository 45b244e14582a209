/// A call, or one attempt of it, that brought no answer.
///
/// `description` is a full sentence that may be logged: it never holds a key, a prompt, an answer, or the provider's words. Those are in
/// ``providerMessage``, for the caller only.
public struct ModelFailure: Error, Sendable, Hashable {
    /// What went wrong.
    public var kind: FailureKind
    /// What it speaks about.
    public var scope: FailureScope
    /// Where and what to do: a sentence of Waybill's own.
    public var explanation: String
    /// The model that failed; `nil` where no model was asked.
    public var model: ModelName?
    /// The HTTP status, where one came.
    public var status: Int?
    /// The provider's code for the error, where it is a short word.
    public var providerCode: String?
    /// The request parameter that the provider names, by its name on the wire, where it is a short word.
    public var parameter: String?
    /// Whether the provider says that it does not know ``parameter``; otherwise it may be the value alone that it does not take.
    public var isParameterUnknown = false
    /// How long the provider asks to wait before asking again.
    public var retryAfter: Duration?
    /// The provider's id of the request, for its support.
    public var requestID: String?
    /// The provider's words with keys taken out.
    ///
    /// They may quote the prompt: never logged.
    public var providerMessage: String?
    /// The text, calls and refusals that were delivered before the failure.
    public var partial: [ConversationItem]
    /// What each attempt did, and what was decided.
    public var route: RouteReport?
    /// Where several attempts failed: the failures of the others, in order.
    ///
    /// The one that helps most is told: of the request before one of a model's abilities, then of a key, a model, a host; of several, the
    /// first.
    public var others: [ModelFailure]

    /// Creates a failure.
    public init(
        _ kind: FailureKind, scope: FailureScope, _ explanation: String, model: ModelName? = nil, status: Int? = nil,
        providerCode: String? = nil, parameter: String? = nil, retryAfter: Duration? = nil, requestID: String? = nil,
        providerMessage: String? = nil
    ) {
        self.kind = kind
        self.scope = scope
        self.explanation = explanation
        self.model = model
        self.status = status
        self.providerCode = providerCode
        self.parameter = parameter
        self.retryAfter = retryAfter
        self.requestID = requestID
        self.providerMessage = providerMessage
        self.partial = []
        self.route = nil
        self.others = []
    }

    /// The attempts so far.
    public var attempts: [AttemptReport] { route?.attempts ?? [] }
}

extension ModelFailure: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String {
        var facts: [String] = []
        if let status { facts.append("HTTP \(status)") }
        if let providerCode { facts.append("code \(providerCode)") }
        if let parameter { facts.append("parameter \(parameter)") }
        if let requestID { facts.append("request id \(requestID)") }
        let who = model.map { "\($0): " } ?? ""
        let trail = attempts.count > 1 ? " Attempts: \(attempts.map(\.summary).joined(separator: "; "))." : ""
        return "\(who)\(explanation)\(facts.isEmpty ? "" : " (\(facts.joined(separator: ", ")))")\(trail)"
    }

    public var debugDescription: String { description }

    /// Shows what the description shows, so that `dump` does not print a provider's words or a partial answer.
    public var customMirror: Mirror { Mirror(self, children: ["kind": kind.rawValue, "description": description]) }
}

extension ModelFailure {
    /// The failure as the command line prints it: `{"error": {"kind", "scope", "message", "attempts", …}}`.
    public var json: JSONValue {
        var error: JSONObject = ["kind": kind.json, "scope": scope.json, "message": .string(description), "attempts": attempts.json]
        error.set("model", model)
        error.set("status", status)
        error.set("provider_code", providerCode)
        error.set("parameter", parameter)
        if let retryAfter { error["retry_after"] = .number(JSONNumber(seconds: retryAfter)) }
        error.set("request_id", requestID)
        if !partial.isEmpty { error["partial"] = partial.json }
        return ["error": .object(error)]
    }
}
