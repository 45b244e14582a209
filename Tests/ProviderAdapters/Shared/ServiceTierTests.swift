import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

struct ServiceTierTests {
    private static func model(tiers: [ServiceTier]?) -> Model {
        var model = ChatSamples.ablest
        let rates = TierPrice(TokenRates(input: 1, output: 2))
        model.price = tiers.map { Price(standard: rates, tiers: Dictionary(uniqueKeysWithValues: $0.map { ($0, rates) })) }
        return model
    }

    /// What is written, and what is said of it.
    private func outcome(_ tier: ServiceTier, at adapter: any ProviderAdapter) throws -> (written: String?, adjusted: [Adjustment]) {
        let request = ChatSamples.prepared(ModelRequest("Hi", workload: "t"))
        let parameters = GenerationParameters(serviceTier: tier)
        let body = try JSONReader.read(adapter.encode(request, parameters, streaming: true).body)
        return (body["service_tier"]?.stringValue, adapter.review(request, parameters).adjustments)
    }

    @Test(arguments: ServiceTier.known) func everyTierIsTriedWhereNothingIsKnownOfThePrice(_ tier: ServiceTier) throws {
        let found = try outcome(tier, at: ResponsesSamples.adapter(Self.model(tiers: nil)))
        #expect(found.written == tier.rawValue)
        #expect(found.adjusted.isEmpty)
    }

    @Test(
        arguments: [
            (.flex, true), (.auto, true), (.standard, true), (.priority, true), (.fast, true), (.ultrafast, false), (.scale, false),
        ] as [(ServiceTier, Bool)])
    func aTierWithoutAPriceIsLeftOut(_ tier: ServiceTier, _ isSent: Bool) throws {
        let model = Self.model(tiers: [.flex, .priority])
        for adapter in [ResponsesSamples.adapter(model), ChatSamples.openAI(model)] as [any ProviderAdapter] {
            let found = try outcome(tier, at: adapter)
            #expect(found.written == (isSent ? tier.rawValue : nil))
            #expect(found.adjusted.map(\.subject) == (isSent ? [] : ["service_tier"]))
            #expect(found.adjusted.allSatisfy { $0.kind == .leftOut })
        }
    }

    @Test func chatCompletionsDoesNotKnowUltrafast() throws {
        let found = try outcome(.ultrafast, at: ChatSamples.openAI(Self.model(tiers: [.ultrafast])))
        #expect(found.written == nil)
        #expect(found.adjusted.first?.reason.contains("Responses API") == true)
    }

    @Test(arguments: Dialect.presets.map(\.name)) func onlyADialectThatTakesATierIsSentOne(_ name: String) throws {
        let dialect = try #require(Dialect.presets.first { $0.name == name }?.dialect)
        let found = try outcome(.flex, at: ChatSamples.adapter(dialect, Self.model(tiers: nil)))
        #expect((found.written != nil) == dialect.serviceTier)
        #expect(found.adjusted.count == (dialect.serviceTier ? 0 : 1))
    }

    @Test(arguments: ["openai-responses", "openai-chat"] as [ProviderAPI]) func aRefusedTierIsLeftOutTheNextTime(_ api: ProviderAPI) throws
    {
        let model = Self.model(tiers: nil)
        let adapter: any ProviderAdapter = api == .openAIChat ? ChatSamples.openAI(model) : ResponsesSamples.adapter(model)
        let request = ChatSamples.prepared(ModelRequest("Hi", workload: "t"))
        let parameters = GenerationParameters(serviceTier: .flex)
        let refused = RefusedParameter("service_tier", isUnknown: false)
        let repair = try #require(adapter.repair(request, parameters, streaming: true, without: refused))
        #expect(repair.subject == "service_tier")
        #expect(repair.refusedValue == "flex")
        let body = try JSONReader.read(adapter.encode(request.repaired(by: [repair]), parameters, streaming: true).body)
        #expect(body["service_tier"] == nil)
    }
}
