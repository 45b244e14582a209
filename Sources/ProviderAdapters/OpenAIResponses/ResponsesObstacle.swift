import WaybillInterchange
import WaybillRoutes

/// What of a request the Responses API, or a model there, cannot say at all.
enum ResponsesObstacle {
    /// The first obstacle, as a sentence without its full stop; `nil` where there is none.
    static func find(in request: PreparedRequest, for model: Model, ownExtras: JSONObject?) -> String? {
        missingFeature(request.features, model) ?? unsayableContent(request.items) ?? schema(request.request)
            ?? toolChoice(request.request, moreTools: ownExtras?["tools"] != nil)
    }

    private static func missingFeature(_ needed: [Feature], _ model: Model) -> String? {
        if needed.contains(.audio) { return "the Responses API takes no audio" }
        let missing = needed.first { feature in
            // A model that follows a schema writes any JSON object too.
            !model.has(feature) && !(feature == .jsonObject && model.has(.jsonSchema))
        }
        return missing.map { "the model does not declare the feature '\($0)'" }
    }

    private static func unsayableContent(_ items: [ConversationItem]) -> String? {
        for case .message(let message) in items where message.role == .assistant {
            guard message.content.allSatisfy(\.isWords) else { return "the Responses API takes no images or files in assistant messages" }
        }
        return nil
    }

    private static func schema(_ request: ModelRequest) -> String? {
        for tool in request.tools where tool.strict == true {
            if let violation = StrictSchema.violation(of: tool.parameters) {
                return "the schema of tool '\(tool.name)' cannot be strict, since \(violation)"
            }
        }
        guard case .jsonSchema(let format) = request.output, format.strict else { return nil }
        return StrictSchema.violation(of: format.schema).map { "the output's schema cannot be strict, since \($0)" }
    }

    private static func toolChoice(_ request: ModelRequest, moreTools: Bool) -> String? {
        guard !moreTools else { return nil }
        switch request.toolChoice {
        case .auto, .none: return nil
        case .required: return request.tools.isEmpty ? "tool_choice asks for a tool, but the request has none" : nil
        case .function(let name):
            return request.tools.contains { $0.name == name } ? nil : "tool_choice names a tool that the request does not have"
        }
    }
}

extension ContentPart {
    /// Whether this is something said, rather than shown.
    fileprivate var isWords: Bool {
        switch self {
        case .text, .refusal: true
        case .image, .file, .audio: false
        }
    }
}
