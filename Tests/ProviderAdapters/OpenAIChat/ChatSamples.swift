import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Adapters and requests that the tests share.
enum ChatSamples {
    /// The output limit that every sample request is taken to have had.
    static let outputLimit = 32

    /// The facts of a model that can do everything but reason.
    static let ablest: Model = {
        var model = Model(id: "large")
        model.features = Feature.declarable.filter { $0 != .reasoning }
        return model
    }()

    /// The facts of a model that reasons, with these efforts.
    static func reasoning(_ efforts: [ReasoningEffort]?) -> Model {
        var model = Model(id: "large")
        model.features = Feature.declarable
        model.efforts = efforts
        return model
    }

    /// The adapter of a model at a compatible server of this dialect.
    static func adapter(_ dialect: Dialect, _ model: Model = ablest) -> OpenAIChatAdapter {
        var provider = Provider(name: "server", api: .openAICompatible, baseURL: "http://127.0.0.1:8000/v1")
        provider.dialect = dialect
        return OpenAIChatAdapter(provider: provider, model: model)
    }

    /// The adapter of a model at OpenAI's own endpoint.
    static func openAI(_ model: Model = ablest) -> OpenAIChatAdapter {
        OpenAIChatAdapter(provider: Provider(name: "openai-chat", api: .openAIChat, baseURL: "https://api.openai.com/v1"), model: model)
    }

    /// The dialect whose name a fixture's name begins with.
    static func dialect(ofFixture path: String) -> Dialect {
        let name = path.split(separator: "/").last ?? ""
        return Dialect.presets.first { name.hasPrefix("\($0.name)-") }?.dialect ?? .generic
    }

    static func prepared(_ request: ModelRequest) -> PreparedRequest { PromptPreparation().prepare(request) }

    /// A request in its documented JSON form.
    static func prepared(json: String) throws -> PreparedRequest { prepared(try ModelRequest(jsonText: json)) }
}
