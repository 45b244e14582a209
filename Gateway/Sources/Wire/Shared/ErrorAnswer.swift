public import Waybill

/// An error as a client is told it: a status, headers, and the envelope `{"error": {"message", "type", "param", "code"}}`.
public struct ErrorAnswer: Sendable, Hashable {
    /// The HTTP status.
    public var status: Int
    /// The kind of error, in OpenAI's words, such as `invalid_request_error`.
    public var type: String
    /// The word for programs; `nil` where there is none.
    public var code: String?
    /// The parameter at fault; `nil` where it is none.
    public var parameter: String?
    /// What is wrong and what to do, for people.
    public var message: String
    /// How long to wait before asking again; `nil`: not known, or asking again does not help.
    public var retryAfter: Duration?
    /// What Waybill adds: the call and the trail of its attempts.
    public var waybill: JSONObject

    /// The envelope.
    public var json: JSONValue {
        var error: JSONObject = [
            "message": .string(message), "type": .string(type), "param": parameter.map(JSONValue.string) ?? .null,
            "code": code.map(JSONValue.string) ?? .null,
        ]
        if !waybill.isEmpty { error["x_waybill"] = .object(waybill) }
        return ["error": .object(error)]
    }
}
