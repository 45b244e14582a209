import Testing
import WaybillInterchange
import WaybillProviderAdapters
import WaybillRoutes

@testable import WaybillTesting

/// The library's own adapters keep the contract.
struct AdapterConformanceTests {
    private static func provider(_ api: ProviderAPI, _ dialect: Dialect = .openAI) -> Provider {
        var provider = Provider(name: "sample", api: api, baseURL: "https://sample.invalid/v1")
        provider.dialect = dialect
        return provider
    }

    /// A model about which nothing is known, one that can do hardly anything, and one that can do everything and reasons.
    private static var models: [Model] {
        var modest = Model(id: "modest")
        modest.features = []
        var able = Model(id: "able")
        able.features = Feature.declarable
        able.efforts = [.none, .medium, .high]
        return [Model(id: "unknown"), modest, able]
    }

    @Test func responsesConforms() throws {
        let adapter = OpenAIResponsesAdapter(provider: Self.provider(.openAIResponses), model: Model(id: "unknown"))
        try AdapterConformance(adapter, speaking: .openAIResponses).verify()
    }

    @Test func chatConforms() throws {
        let adapter = OpenAIChatAdapter(provider: Self.provider(.openAIChat), model: Model(id: "unknown"))
        try AdapterConformance(adapter, speaking: .openAIChat).verify()
    }

    @Test func compatibleServersConform() throws {
        let adapter = OpenAIChatAdapter(provider: Self.provider(.openAICompatible, .generic), model: Model(id: "unknown"))
        try AdapterConformance(adapter, speaking: .openAICompatible).verify()
    }

    // What a model can do and how its server differs decides what is written. How answers are read does not hang on it.

    @Test(arguments: models)
    func responsesWritesConformingRequestsForEveryModel(model: Model) {
        check(OpenAIResponsesAdapter(provider: Self.provider(.openAIResponses), model: model))
    }

    @Test(arguments: models)
    func chatWritesConformingRequestsForEveryModel(model: Model) {
        check(OpenAIChatAdapter(provider: Self.provider(.openAIChat), model: model))
    }

    @Test(arguments: Dialect.presets.map(\.name))
    func everyDialectWritesConformingRequests(name: String) throws {
        let dialect = try #require(Dialect.presets.first { $0.name == name }).dialect
        for model in Self.models { check(OpenAIChatAdapter(provider: Self.provider(.openAICompatible, dialect), model: model)) }
    }

    private func check(_ adapter: any ProviderAdapter) {
        var findings = Findings()
        let conformance = AdapterConformance(adapter, samples: [])
        conformance.checkEncoding(&findings)
        conformance.checkParameters(&findings)
        #expect(findings.violations == [])
    }
}
