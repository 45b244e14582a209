import Testing
import Waybill
import WaybillTesting

/// A provider gives a request the service tier that it has room for, and that is what it costs: over whole calls, in both APIs.
struct BilledTierTests {
    private let time = VirtualTime()

    /// Dollars per million tokens in and out: 2 and 8; 1 and 4 in `flex`, 4 and 16 in `priority`; beyond 1,000 tokens in 4 and 12.
    private static let price = Price(
        standard: TierPrice(
            TokenRates(input: 2_000_000, output: 8_000_000), long: TokenRates(input: 4_000_000, output: 12_000_000)),
        tiers: [
            .flex: TierPrice(TokenRates(input: 1_000_000, output: 4_000_000)),
            .priority: TierPrice(TokenRates(input: 4_000_000, output: 16_000_000)),
        ], above: 1_000)

    /// What one provider answers, whatever it is asked for.
    private struct Answer {
        /// The tier that it names; `nil`: it names none.
        var tier: String?
        var input = 500
        var isCut = false

        private static let text = "Yes."

        /// The events of a stream in one of the APIs.
        func events(_ api: ProviderAPI) -> String {
            let tier = tier.map { #","service_tier":"\#($0)""# } ?? ""
            let opening =
                api == .openAIResponses
                ? #"{"type":"response.output_text.delta","item_id":"m","output_index":0,"content_index":0,"delta":"\#(Self.text)"}"#
                : #"{"id":"c","choices":[{"index":0,"delta":{"content":"\#(Self.text)"},"finish_reason":null}]}"#
            let ending =
                api == .openAIResponses
                ? #"{"type":"response.completed","response":\#(document(api))}"#
                : #"{"id":"c"\#(tier),"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":\#(usage(api))}"#
            return "data: \(opening)\n\n" + (isCut ? "" : "data: \(ending)\n\n")
        }

        /// The answer as one document.
        func document(_ api: ProviderAPI) -> String {
            let tier = tier.map { #","service_tier":"\#($0)""# } ?? ""
            return api == .openAIResponses
                ? #"{"id":"r","status":"completed"\#(tier),"output":[{"type":"message","id":"m","role":"assistant","#
                    + #""content":[{"type":"output_text","text":"\#(Self.text)"}]}],"usage":\#(usage(api))}"#
                : #"{"id":"c"\#(tier),"choices":[{"index":0,"message":{"role":"assistant","content":"\#(Self.text)"},"#
                    + #""finish_reason":"stop"}],"usage":\#(usage(api))}"#
        }

        private func usage(_ api: ProviderAPI) -> String {
            api == .openAIResponses
                ? #"{"input_tokens":\#(input),"output_tokens":100,"total_tokens":\#(input + 100)}"#
                : #"{"prompt_tokens":\#(input),"completion_tokens":100,"total_tokens":\#(input + 100)}"#
        }
    }

    private static let apis = [ProviderAPI.openAIResponses, .openAIChat]

    /// A call that asks for a tier, at a provider that gives this answer, and what the dry run says of it.
    private func call(
        asking tier: ServiceTier?, of api: ProviderAPI, streaming: Bool = true, _ answer: Answer
    ) async throws -> (plan: RoutePlan, attempt: AttemptReport, response: ModelResponse?) {
        var provider = ScriptedProvider("p", speaks: api) { _ in
            let type = streaming ? "text/event-stream" : "application/json"
            return .events(
                .head(status: 200, headers: [HeaderField("content-type", type)]),
                .text(streaming ? answer.events(api) : answer.document(api)),
                answer.isCut ? .failed(TransportFailure(.reset, detail: "")) : .end)
        }
        provider.provider.models[0].price = Self.price
        provider.provider.models[0].streaming = streaming
        let table = try RouteTable.testing([provider]) { route in
            route.parameters = GenerationParameters(maxOutputTokens: 400, serviceTier: tier)
            route.settings.attempts = 1
        }
        let options = RouterOptions(transport: ScriptedTransport([provider], time: time), time: time, logger: nil, seed: 7)
        let router = ModelRouter(table: table, options: options)
        let plan = try router.plan(ModelRequest("Question", workload: "test"))
        do {
            let response = try await time.run { try await router.respond(to: "Question", workload: "test") }
            return (plan, try #require(response.route.attempts.first), response)
        } catch let failure as ModelFailure {
            return (plan, try #require(failure.attempts.first), nil)
        }
    }

    @Test(arguments: apis, [true, false])
    func aTierThatWasNotGivenIsNotPaidFor(_ api: ProviderAPI, streaming: Bool) async throws {
        let (plan, attempt, response) = try await call(asking: .priority, of: api, streaming: streaming, Answer(tier: "default"))
        // The plan cannot know: it reckons with what is asked for.
        #expect(plan.chosen?.serviceTier == .priority)
        #expect(plan.chosen?.cost?.highest ?? .zero > Money(picodollars: 400 * 16_000_000))
        #expect(attempt.serviceTier == .standard)
        #expect(attempt.cost == Money("$0.0018"))
        #expect(response?.serviceTier == "default")
        #expect(response?.route.cost == Money("$0.0018"))
        #expect(response?.route.json["attempts"]?.arrayValue?.first?["service_tier"] == "default")
    }

    @Test(
        arguments: [
            (.flex, "flex", "$0.0009"), (.priority, "priority", "$0.0036"), (.fast, "priority", "$0.0036"), (.fast, "fast", "$0.0036"),
            (nil, "priority", "$0.0036"), (.auto, "flex", "$0.0009"), (.priority, nil, "$0.0036"), (.flex, "auto", "$0.0009"),
            (nil, nil, "$0.0018"), (nil, "auto", "$0.0018"),
        ] as [(ServiceTier?, String?, String)])
    func whatTheAnswerNamesIsWhatItCosts(_ asked: ServiceTier?, _ named: String?, _ cost: String) async throws {
        for api in Self.apis {
            let (_, attempt, _) = try await call(asking: asked, of: api, Answer(tier: named))
            #expect(attempt.cost == Money(cost), "\(api)")
        }
    }

    @Test(arguments: apis)
    func aTierWithoutAPriceCostsWhatNobodyKnows(_ api: ProviderAPI) async throws {
        let (_, attempt, response) = try await call(asking: .priority, of: api, Answer(tier: "scale"))
        #expect(attempt.serviceTier == .scale)
        #expect(attempt.cost == nil)
        #expect(response?.route.cost == nil)
    }

    @Test(arguments: apis)
    func aLongPromptIsBilledByTheTierThatWasGivenToo(_ api: ProviderAPI) async throws {
        let (_, ordinary, _) = try await call(asking: .priority, of: api, Answer(tier: "default", input: 1_001))
        #expect(ordinary.cost == Money("$0.005204"))
        // What so long a prompt costs in that tier is not said.
        let (_, fast, _) = try await call(asking: .priority, of: api, Answer(tier: "priority", input: 1_001))
        #expect(fast.cost == nil)
    }

    @Test(arguments: apis)
    func anAnswerThatIsCutBeforeItNamedATierCostsWhatWasAskedFor(_ api: ProviderAPI) async throws {
        let (_, fast, response) = try await call(asking: .priority, of: api, Answer(tier: "default", isCut: true))
        #expect(response == nil)
        #expect(fast.serviceTier == .priority)
        let (_, ordinary, _) = try await call(asking: nil, of: api, Answer(tier: "default", isCut: true))
        let costs = (try #require(fast.cost), try #require(ordinary.cost))
        #expect(costs.0 == costs.1 + costs.1)
        #expect(costs.1 > .zero)
    }
}
