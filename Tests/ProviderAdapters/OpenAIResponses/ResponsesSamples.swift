import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Adapters and requests that the tests share.
enum ResponsesSamples {
    /// A model that can do everything, and reasons with these efforts.
    static func reasoning(_ efforts: [ReasoningEffort]? = [.none, .low, .medium, .high]) -> Model {
        var model = Model(id: "gpt-x")
        model.features = Feature.declarable
        model.efforts = efforts
        model.maxOutputTokens = 4_000
        return model
    }

    /// A model that can do everything but reason.
    static let plain = model(Feature.declarable.filter { $0 != .reasoning })

    /// A model with these features; `nil`: not known.
    static func model(_ features: [Feature]?) -> Model {
        var model = Model(id: "gpt-x")
        model.features = features
        return model
    }

    static func adapter(_ model: Model, store: Bool = false) -> OpenAIResponsesAdapter {
        var provider = Provider(name: "openai", api: .openAIResponses, baseURL: "https://api.openai.com/v1")
        provider.store = store
        return OpenAIResponsesAdapter(provider: provider, model: model)
    }

    static func prepared(_ request: ModelRequest) -> PreparedRequest { PromptPreparation().prepare(request) }

    static func review(_ request: ModelRequest, _ model: Model) -> AdapterReview {
        adapter(model).review(prepared(request), request.parameters)
    }

    /// The body that a request becomes.
    static func body(_ request: ModelRequest, _ model: Model, streaming: Bool = true) throws -> JSONValue {
        try JSONReader.read(adapter(model).encode(prepared(request), request.parameters, streaming: streaming).body)
    }
}
