public import Waybill

/// What a client asks: what the router is to be asked, and how the answer is to be written.
public struct InboundRequest: Sendable {
    /// What the router is to be asked.
    ///
    /// Its workload is the `model` of the client, whatever that says; who may ask for what is not judged here.
    public var request: ModelRequest
    /// Whether the answer is to come as server-sent events.
    public var streams: Bool
    /// How the answer is to be written.
    public var form: AnswerForm

    /// Creates it.
    public init(request: ModelRequest, streams: Bool, form: AnswerForm) {
        self.request = request
        self.streams = streams
        self.form = form
    }
}

/// What a client said of the form of its answer.
public enum AnswerForm: Sendable {
    /// Chat Completions.
    ///
    /// - includesUsage: Whether a stream ends with a chunk that tells the tokens: `stream_options.include_usage`.
    case chat(includesUsage: Bool)
    /// Responses.
    ///
    /// - echo: The members of the request that a response repeats, such as `instructions`, `tools` and `metadata`.
    case responses(echo: JSONObject)
}
