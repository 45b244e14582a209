import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillRoutePlanning

/// The rules within a route: which of them a request meets first, and what it gets by them.
struct RuleTests {
    private func condition(_ change: (inout RequestCondition) -> Void) -> RequestCondition {
        var condition = RequestCondition()
        change(&condition)
        return condition
    }

    /// A route with its own model `own`, and rules that lead to `r0`, `r1`, ….
    private func stage(_ conditions: [RequestCondition], rule change: (inout RouteRule) -> Void = { _ in }) throws -> PlanningStage {
        try PlanningStage([Model(id: "own")] + conditions.indices.map { Model(id: "r\($0)") }) { route in
            route.candidates.removeLast(conditions.count)
            route.parameters.temperature = 0.5
            route.rules = conditions.enumerated()
                .map { place, condition in
                    var rule = RouteRule(when: condition, models: [PlanningStage.name("r\(place)")])
                    rule.definedAt = SourceLocation(file: "routes.yaml", line: place + 7, column: 9)
                    change(&rule)
                    return rule
                }
        }
    }

    private func request(_ change: (inout ModelRequest) -> Void = { _ in }) -> ModelRequest {
        var request = ModelRequest("Question", workload: "w")
        change(&request)
        return request
    }

    private static let image = ContentPart.image(ImagePart(.url("https://example.com/cat.png")))

    @Test func theFirstRuleThatHoldsDecides() throws {
        let stage = try stage([
            condition { $0.inputTokens = [.init(.over, 10_000)] },
            condition { $0.needs = [.images] },
            condition { $0.metadata = [.init("tier", oneOf: ["gold", "silver"])] },
            condition { $0.promptVersions = ["v2"] },
            condition { $0.inputTokens = [.init(.atLeast, 1_000), .init(.under, 9_000)] },
        ])
        func chosen(_ change: (inout ModelRequest) -> Void) throws -> String? { try stage.plan(request(change)).chosen?.model.id }
        #expect(try chosen { _ in } == "own")
        #expect(try chosen { $0.conversation = [.user(String(repeating: "word ", count: 30_000))] } == "r0")
        #expect(try chosen { $0.conversation = [.message(Message(role: .user, content: [.text("What is it?"), Self.image]))] } == "r1")
        #expect(try chosen { $0.metadata = ["tier": "silver"] } == "r2")
        #expect(try chosen { $0.metadata = ["tier": "bronze"] } == "own")
        #expect(
            try chosen {
                $0.metadata = ["tier": "gold"]
                $0.promptVersion = "v2"
            } == "r2")
        #expect(try chosen { $0.promptVersion = "v2" } == "r3")
        #expect(try chosen { $0.conversation = [.user(String(repeating: "word ", count: 4_000))] } == "r4")
    }

    @Test func allPartsOfAConditionMustHold() throws {
        let stage = try stage([
            condition {
                $0.metadata = [.init("tier", oneOf: ["gold"]), .init("country", oneOf: ["no"])]
                $0.promptVersions = ["v1", "v2"]
            }
        ])
        func isMet(_ change: (inout ModelRequest) -> Void) throws -> Bool { try stage.plan(request(change)).when != nil }
        #expect(
            try isMet {
                $0.metadata = ["tier": "gold", "country": "no"]
                $0.promptVersion = "v1"
            })
        #expect(
            try !isMet {
                $0.metadata = ["tier": "gold"]
                $0.promptVersion = "v1"
            })
        #expect(try !isMet { $0.metadata = ["tier": "gold", "country": "no"] })
    }

    @Test func thePlanPointsAtTheRule() throws {
        let stage = try stage([condition { $0.metadata = [.init("tier", oneOf: ["gold"])] }])
        let plan = try stage.plan(request { $0.metadata = ["tier": "gold"] })
        #expect(plan.rule?.line == 7)
        #expect(plan.when?.description == "metadata.tier gold")
        #expect("\(plan)".hasPrefix("w by routes.yaml:7:9, since metadata.tier gold\n"))
        #expect(plan.json.objectValue?["when"] == "metadata.tier gold")
        #expect(try stage.plan().when == nil)
    }

    @Test func aRuleHasItsOwnChoiceAndParameters() throws {
        let rule = condition { $0.metadata = [.init("tier", oneOf: ["gold"])] }
        let stage = try stage([rule]) { rule in
            rule.choice = .weighted
            rule.parameters.maxOutputTokens = 7
        }
        let plan = try stage.plan(request { $0.metadata = ["tier": "gold"] })
        #expect(plan.choice == .weighted)
        #expect(plan.chosen?.parameters.maxOutputTokens == 7)
        #expect(plan.chosen?.parameters.temperature == 0.5)
        #expect(try stage.plan().choice == .inOrder)
    }

    @Test func anUncertainCountIsToldOf() throws {
        let stage = try stage([condition { $0.inputTokens = [.init(.over, 1_000)] }])
        // About 1,100 tokens, by a tokenizer of which nothing is known.
        let near = try stage.plan(request { $0.conversation = [.user(String(repeating: "word ", count: 900))] })
        #expect(near.notes.count == 1)
        #expect(near.notes.first?.hasPrefix("routes.yaml:7 ") == true)
        #expect(try stage.plan().notes.isEmpty)
    }

    /// Over random rules and requests, the plan follows the first rule that holds when each is asked by itself.
    @Test(arguments: UInt64(1)...20)
    func theFirstMatchWins(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let tiers = ["gold", "silver", "bronze"]
        let conditions = (0..<5)
            .map { _ in
                condition { condition in
                    condition.metadata = [.init("tier", oneOf: tiers.filter { _ in Bool.random(using: &random) } + ["other"])]
                    if Bool.random(using: &random) { condition.inputTokens = [.init(.over, Int.random(in: 0...2_000, using: &random))] }
                    if Bool.random(using: &random) { condition.promptVersions = ["v1"] }
                }
            }
        let stage = try stage(conditions)
        let each = try conditions.map { try self.stage([$0]) }
        for _ in 0..<20 {
            let asked = request { request in
                request.metadata = tiers.randomElement(using: &random).map { ["tier": $0] } ?? [:]
                request.promptVersion = Bool.random(using: &random) ? "v1" : nil
                request.conversation = [.user(String(repeating: "word ", count: Int.random(in: 1...2_000, using: &random)))]
            }
            let first = try each.firstIndex { try $0.plan(asked).when != nil }
            #expect(try stage.plan(asked).chosen?.model.id == first.map { "r\($0)" } ?? "own", "seed \(seed)")
        }
    }
}
