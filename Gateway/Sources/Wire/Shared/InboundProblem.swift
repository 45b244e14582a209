/// Why what a client sent cannot be asked of any model; nothing was sent anywhere.
public struct InboundProblem: Error, Sendable, Hashable {
    /// The HTTP status to answer with.
    public var status: Int
    /// The word for programs, such as `unsupported_parameter`.
    public var code: String
    /// The member at fault, such as `messages[2].content`; `nil` where it is none.
    public var parameter: String?
    /// What is wrong and what to do, for people; it never quotes content.
    public var message: String

    /// Creates it.
    public init(status: Int = 400, code: String, parameter: String? = nil, _ message: String) {
        self.status = status
        self.code = code
        self.parameter = parameter
        self.message = message
    }
}
