import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillRoutePlanning

/// What became of a workload's calls, as a snapshot has it and a plan uses it.
struct OutcomesTests {
    private static let known: WorkloadOutcomes = {
        var candidate = CandidateOutcomes(model: PlanningStage.name("a"))
        (candidate.calls, candidate.answers, candidate.incomplete, candidate.fallbacks) = (12, 9, 1, 2)
        candidate.failures = ["overloaded": 3, "cut": 1]
        candidate.firstToken = .milliseconds(420)
        candidate.tokenTime = .microseconds(12_500)
        candidate.outputTokens = 80
        candidate.cost = Money("$0.00125")
        candidate.recentCalls = 4.25
        return WorkloadOutcomes(workload: "w", candidates: [candidate, CandidateOutcomes(model: PlanningStage.name("b"))])
    }()

    @Test func aSnapshotComesBackFromItsJSON() throws {
        let snapshot = HealthSnapshot(models: [], servers: [], workloads: [Self.known])
        let read = try HealthSnapshot(jsonText: snapshot.json.text())
        #expect(read.workloads == [Self.known])
        #expect(read.json.text() == snapshot.json.text())
        // Failures stand in the order of their names, whatever that of the dictionary is.
        #expect(snapshot.json.text().contains(#""failures":{"cut":1,"overloaded":3}"#))
    }

    @Test(arguments: [
        (#"{"calls": -1}"#, "calls"), (#"{"failures": {"cut": "1"}}"#, "cut"), (#"{"cost": "1 EUR"}"#, "cost"),
    ])
    func faultyOutcomesAreRefusedWithTheirPlace(_ members: String, _ place: String) {
        let text =
            #"{"models": [], "servers": [], "workloads": [{"workload": "w", "candidates": [{"model": "p/a", \#(members.dropFirst().dropLast())}]}]}"#
        let error = #expect(throws: JSONFormatError.self) { try HealthSnapshot(jsonText: text) }
        let words = error?.description ?? ""
        #expect(words.contains(place))
    }

    @Test func learnedOutputDecidesTheExpectedCostAndNothingThatIsPromised() throws {
        let price = Price(input: 1_000_000, output: 10_000_000)
        let stage = try PlanningStage([PlanningStage.model("a", price: price), PlanningStage.model("b", price: price)]) { route in
            route.choice = .cheapest
            route.limits.outputTokens = 1_000
        }
        let health = HealthSnapshot(models: [], servers: [], workloads: [Self.known])
        let (cold, learned) = (try stage.plan(), try stage.plan(health: health))
        let (before, after) = (try #require(cold.chosen), try #require(learned.chosen))
        #expect(before.expectedOutput == ExpectedOutput(tokens: 250))
        #expect(after.model.id == "a")
        #expect(after.expectedOutput == ExpectedOutput(tokens: 80, answers: 9))
        #expect(learned.candidates[1].learnedOutput == nil)
        let (cost, learnedCost) = (try #require(before.cost), try #require(after.cost))
        #expect(cost.expected.picodollars - learnedCost.expected.picodollars == 170 * 10_000_000)
        #expect((cost.lowest, cost.highest) == (learnedCost.lowest, learnedCost.highest))
        #expect(before.reservedTokens == after.reservedTokens)
        #expect(after.json["expected_output"] == ["tokens": 80, "learned": true, "answers": 9])
        #expect(before.json["expected_output"] == ["tokens": 250, "learned": false])
    }
}
