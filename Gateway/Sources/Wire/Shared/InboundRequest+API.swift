public import Waybill

extension InboundRequest {
    /// Reads the body of a request of one of the APIs.
    ///
    /// - Throws: ``InboundProblem`` where it cannot be asked of any model.
    public init(_ api: InboundAPI, body: [UInt8]) throws(InboundProblem) {
        switch api {
        case .chat: self = try ChatRequest.read(body)
        case .responses: self = try ResponsesRequest.read(body)
        }
    }
}

extension AnswerForm {
    /// A whole answer in this form.
    public func answer(_ response: ModelResponse, head: AnswerHead) -> [UInt8] {
        switch self {
        case .chat: ChatAnswer.body(response, head: head)
        case .responses(let echo): ResponsesAnswer(head, echo: echo).bytes(response)
        }
    }

    /// What writes a streamed answer in this form.
    public func writer(_ head: AnswerHead) -> any AnswerWriter {
        switch self {
        case .chat(let includesUsage): ChatAnswerWriter(head: head, includesUsage: includesUsage)
        case .responses(let echo): ResponsesAnswerWriter(head, echo: echo)
        }
    }
}

extension ModelRequest {
    /// Reads what the dry run is asked for: a request of either API, or one in Waybill's own form.
    ///
    /// They are told apart by their members: `messages`, `input` or `workload`.
    public init(planned body: [UInt8]) throws(InboundProblem) {
        let json = try Body.json(body)
        if json["messages"] != nil {
            self = try ChatRequest.read(body).request
        } else if json["input"] != nil {
            self = try ResponsesRequest.read(body).request
        } else {
            do throws(JSONFormatError) {
                try self.init(json: json, at: .root)
            } catch {
                throw InboundProblem(
                    code: "invalid_request", parameter: error.path.description,
                    "This is no request of Chat Completions or Responses, and none of Waybill's own: \(error).")
            }
        }
    }
}
