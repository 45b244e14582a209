/// A model's answer, with its waybill.
///
/// The same value is returned by a buffered call and ends a stream.
public struct ModelResponse: Sendable, Hashable {
    /// The model that really answered; `nil` where the route's last resort was served.
    public var model: ModelName?
    /// What the answer is made of, in order.
    ///
    /// Append these to the conversation to go on.
    public var items: [ConversationItem]
    /// Why the model stopped.
    public var finishReason: FinishReason
    /// Whether the answer is whole.
    ///
    /// `false`: the output limit or a content filter cut it.
    public var isComplete: Bool
    /// Whether the answer fits the schemas of the request.
    ///
    /// `nil`: there was nothing to check, or it was not to be checked. A whole answer that does not fit is only ever handed over by a stream
    /// that passed on what came as it came; elsewhere it is a failure.
    public var validation: OutputValidation?
    /// The tokens of the attempt that answered.
    public var usage: TokenUsage
    /// The provider's own name for the model, often a dated snapshot.
    public var reportedModel: String?
    /// The provider's id of the answer.
    public var responseID: String?
    /// The service tier that the provider says it used.
    public var serviceTier: String?
    /// Where the request went, why, and what each attempt did.
    public var route: RouteReport

    /// Creates a response.
    public init(
        model: ModelName?, items: [ConversationItem], finishReason: FinishReason, isComplete: Bool = true,
        validation: OutputValidation? = nil,
        usage: TokenUsage = .init(),
        reportedModel: String? = nil, responseID: String? = nil, serviceTier: String? = nil, route: RouteReport
    ) {
        self.model = model
        self.items = items
        self.finishReason = finishReason
        self.isComplete = isComplete
        self.validation = validation
        self.usage = usage
        self.reportedModel = reportedModel
        self.responseID = responseID
        self.serviceTier = serviceTier
        self.route = route
    }

    /// The text of the answer: all text parts, joined.
    public var text: String {
        var result = ""
        for case .message(let message) in items { result += message.text }
        return result
    }

    /// The functions that the model asks to be run, in order.
    public var toolCalls: [ToolCall] {
        items.compactMap { item in if case .toolCall(let call) = item { call } else { nil } }
    }

    /// The model's words for not answering, if it declined.
    public var refusal: String? {
        for case .message(let message) in items {
            for case .refusal(let text) in message.content { return text }
        }
        return nil
    }
}

extension ModelResponse: JSONWritable {
    public var json: JSONValue {
        var object: JSONObject = [
            "text": .string(text), "finish_reason": finishReason.json, "is_complete": .bool(isComplete), "usage": usage.json,
            "model": model?.json ?? .null, "items": items.json,
        ]
        if !toolCalls.isEmpty { object["tool_calls"] = .array(toolCalls.map { ConversationItem.toolCall($0).json }) }
        object.set("refusal", refusal)
        object.set("validation", validation)
        object.set("reported_model", reportedModel)
        object.set("response_id", responseID)
        object.set("service_tier", serviceTier)
        object["route"] = route.json
        return .object(object)
    }
}
