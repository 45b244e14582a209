import Testing
import Waybill
import WaybillTesting

/// Over random calls: what the rows cost sums to what the call cost, in reports and in the books, and nothing that was used is lost.
struct BalanceTests {
    /// One provider of a random call.
    private struct House {
        let price: Price?
        let responses: [ScriptedResponse]

        init(using random: inout SeededGenerator) {
            func rate() -> Int { Int.random(in: 0...40_000_000, using: &random) }
            var rates = TokenRates(input: rate(), cachedInput: Bool.random(using: &random) ? rate() : nil, output: rate())
            rates.reasoning = Bool.random(using: &random) ? rate() : nil
            var price = Price(standard: TierPrice(rates), tiers: [.priority: TierPrice(TokenRates(input: rate(), output: rate()))])
            if Bool.random(using: &random) { price.fees.request = Money(picodollars: Int128(rate())) }
            self.price = Int.random(in: 0..<6, using: &random) == 0 ? nil : price
            responses = (0..<3).map { _ in Self.response(using: &random) }
        }

        private static func response(using random: inout SeededGenerator) -> ScriptedResponse {
            switch Int.random(in: 0..<7, using: &random) {
            case 0: .status(503)
            case 1: .cut(after: "The order was ")
            case 2: .status(429)
            case 3: body(content: "", usage: usage(using: &random), tier: "default")
            case 4: body(content: "It left.", usage: usage(using: &random), tier: "priority")
            case 5: body(content: "It left.", usage: .null, tier: "turbo")
            default: body(content: "It left.", usage: usage(using: &random), tier: "default")
            }
        }

        private static func usage(using random: inout SeededGenerator) -> JSONValue {
            func count() -> JSONValue { .number(JSONNumber(Int.random(in: 0...3_000, using: &random))) }
            return [
                "prompt_tokens": count(), "completion_tokens": count(), "total_tokens": count(),
                "prompt_tokens_details": ["cached_tokens": count()], "completion_tokens_details": ["reasoning_tokens": count()],
            ]
        }

        private static func body(content: String, usage: JSONValue, tier: String) -> ScriptedResponse {
            let answer: JSONValue = [
                "id": "c", "service_tier": .string(tier), "usage": usage,
                "choices": [["index": 0, "message": ["role": "assistant", "content": .string(content)], "finish_reason": "stop"]],
            ]
            return .events(.head(status: 200, headers: [HeaderField("content-type", "application/json")]), .text(answer.text()), .end)
        }
    }

    @Test(arguments: 0..<60) func theRowsSumToTheCall(_ seed: UInt64) async throws {
        var random = SeededGenerator(seed: 700 + seed)
        let (time, ledger) = (VirtualTime(), RecordingLedger())
        let houses = (0..<3).map { _ in House(using: &random) }
        let providers = houses.enumerated()
            .map { place, house in
                var provider = ScriptedProvider("p\(place)", speaks: .openAIChat, house.responses)
                provider.provider.models[0].price = house.price
                return provider
            }
        let options = RouterOptions(
            transport: ScriptedTransport(providers, time: time), time: time, ledger: ledger, logger: nil, seed: seed)
        let router = ModelRouter(table: try RouteTable.testing(providers), options: options)
        var reports: [RouteReport] = []
        for _ in 0..<4 {
            do {
                reports.append(try await time.run { try await router.respond(to: "Where is order 1207?", workload: "test") }.route)
            } catch let failure as ModelFailure {
                reports.append(try #require(failure.route))
            }
        }
        #expect(ledger.reports == reports, "seed \(seed)")
        for report in reports { try check(report, houses, "seed \(seed)") }
        #expect(Self.sum(ledger.reports.flatMap(\.attempts)) == Self.sum(reports.flatMap(\.attempts)))
    }

    /// What rows cost together, of those whose cost is known.
    private static func sum(_ attempts: [AttemptReport]) -> Money { attempts.compactMap(\.cost).reduce(.zero, +) }

    private func check(_ report: RouteReport, _ houses: [House], _ hint: Comment) throws {
        let isKnown = report.attempts.allSatisfy { $0.cost != nil || $0.usage?.isEmpty ?? true }
        #expect(report.cost == (isKnown ? Self.sum(report.attempts) : nil), hint)
        #expect(report.json["cost"] == (report.cost?.json ?? .null), hint)
        for attempt in report.attempts {
            let price = houses[Int(String(attempt.model.provider.dropFirst())) ?? 0].price
            #expect(attempt.cost == attempt.usage.flatMap { Self.reckoned($0, price, attempt.serviceTier) }, hint)
            #expect((attempt.missingPrice == nil) == (attempt.cost != nil || attempt.usage?.isEmpty ?? true), hint)
            guard let usage = attempt.usage, usage.certainty == .exact else { continue }
            let total = usage.reported?["total_tokens"]?.intValue
            #expect(total == usage.total || !usage.flags.isEmpty, hint)
        }
    }

    /// The cost by the simplest formula, class by class.
    private static func reckoned(_ usage: TokenUsage, _ price: Price?, _ tier: ServiceTier?) -> Money? {
        guard !usage.isEmpty, let price, let row = tier == "priority" ? price.tiers[.priority] : tier == "turbo" ? nil : price.standard
        else {
            return nil
        }
        let rates = row.rates
        let terms = [
            (usage.uncachedInput, rates.input), (usage.cachedInput, rates.cachedInput ?? rates.input), (usage.outputText, rates.output),
            (usage.reasoning, rates.reasoning ?? rates.output),
        ]
        let tokens = terms.reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
        return Money(picodollars: tokens + (price.fees.request?.picodollars ?? 0))
    }
}
