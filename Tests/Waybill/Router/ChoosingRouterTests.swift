import Testing
import WaybillTesting

@testable import Waybill

/// Choices and rules as calls meet them, over models that answer in process.
struct ChoosingRouterTests {
    private static func name(_ id: String) -> ModelName { ModelName(provider: "p", id: id) }

    private func router(_ ids: [String], prices: [Price] = [], route change: (inout Route) -> Void) throws -> ModelRouter {
        let models = ids.enumerated()
            .map { place, id in
                var model = Model(id: id)
                model.price = prices.indices.contains(place) ? prices[place] : nil
                return model
            }
        var provider = Provider(name: "p", api: .rehearsal, baseURL: "https://rehearsal.invalid/v1", models: models)
        provider.script = RehearsalScript(steps: [.answer(.init(text: "Yes."))])
        var route = Route(workload: "w", models: ids.map(Self.name))
        change(&route)
        return ModelRouter(
            table: try RouteTable(providers: [provider], routes: [route]), options: RouterOptions(logger: nil, seed: 1))
    }

    private func request(conversation: String, _ change: (inout ModelRequest) -> Void = { _ in }) -> ModelRequest {
        var request = ModelRequest("Question", workload: "w")
        request.conversationID = conversation
        change(&request)
        return request
    }

    @Test func aConversationStaysAndConversationsAreSpread() async throws {
        let router = try router(["a", "b"]) { route in
            route.choice = .weighted
            route.candidates[0].weight = 3
            route.candidates[1].weight = 1
        }
        var first: [String: ModelName] = [:]
        for turn in 0..<2 {
            for conversation in (0..<40).map({ "c\($0)" }) {
                let model = try #require(try await router.respond(to: request(conversation: conversation)).model)
                #expect(turn == 0 || first[conversation] == model)
                first[conversation] = model
            }
        }
        #expect((18...39).contains(first.values.count { $0.id == "a" }))
        await router.close()
    }

    @Test func theCheapestAnswers() async throws {
        let router = try router(["dear", "cheap"], prices: [Price(input: 9, output: 9), Price(input: 1, output: 1)]) {
            $0.choice = .cheapest
        }
        #expect(try await router.respond(to: request(conversation: "c")).model?.id == "cheap")
        await router.close()
    }

    @Test func aRuleSendsItsRequestsElsewhereAndTheReportNamesIt() async throws {
        var condition = RequestCondition()
        condition.metadata = [.init("tier", oneOf: ["gold"])]
        let router = try router(["own", "gold"]) { route in
            route.candidates.removeLast()
            var rule = RouteRule(when: condition, models: [Self.name("gold")])
            rule.definedAt = SourceLocation(file: "routes.yaml", line: 4, column: 9)
            route.rules = [rule]
        }
        let gold = try await router.respond(to: request(conversation: "c") { $0.metadata = ["tier": "gold"] })
        #expect(gold.model?.id == "gold")
        #expect(gold.route.rule?.line == 4)
        #expect(gold.route.when == "metadata.tier gold")
        #expect(gold.route.candidates.map(\.model.id) == ["gold"])
        let other = try await router.respond(to: request(conversation: "c"))
        #expect(other.model?.id == "own")
        #expect(other.route.when == nil)
        await router.close()
    }

    @Test func aModelThatFewAreMeantForIsNotMissed() async throws {
        let time = VirtualTime()
        var provider = Provider(
            name: "p", api: .rehearsal, baseURL: "https://rehearsal.invalid/v1", models: [Model(id: "a"), Model(id: "b")])
        provider.script = RehearsalScript(steps: [.answer(.init(text: "Yes."))])
        var route = Route(workload: "w", models: [Self.name("a"), Self.name("b")])
        route.choice = .weighted
        route.candidates[0].weight = 0
        var options = RouterOptions(time: time, logger: nil, seed: 1)
        options.firstModelPatience = .zero
        let router = ModelRouter(table: try RouteTable(providers: [provider], routes: [route]), options: options) { event in
            Issue.record("\(event)")
        }
        let request = request(conversation: "c")
        let response: ModelResponse? = await time.run { try? await router.respond(to: request) }
        #expect(response?.model?.id == "b")
        await router.close()
    }
}
