import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillRoutePlanning

struct WeightedTests {
    private static let keys = 100_000

    /// Which of the candidates each of many keys comes to first.
    private func firsts(_ weights: [Int], seed: UInt64 = 7) -> [Int] {
        let draws = weights.enumerated().map { WeightedDraw(of: PlanningStage.name("m\($0)"), in: "w", weight: $1) }
        var keys = SeededGenerator(seed: seed)
        return (0..<Self.keys)
            .map { _ in
                let key = keys.next()
                return first(of: draws, for: key)
            }
    }

    private func first(of draws: [WeightedDraw], for key: UInt64) -> Int {
        let lots = draws.map { $0.lot(for: key) }
        return lots.indices.min { lots[$0] < lots[$1] } ?? 0
    }

    @Test(arguments: [[1, 1], [90, 10], [50, 30, 15, 5], [1, 0, 3], [999, 1], [1_000_000, 1_000_000, 1]])
    func eachGetsTheShareOfItsWeight(_ weights: [Int]) {
        let firsts = firsts(weights)
        let total = weights.reduce(0, +)
        for (place, weight) in weights.enumerated() {
            let share = Double(weight) / Double(total)
            let count = Double(firsts.count { $0 == place })
            // Five standard deviations of a binomial distribution.
            let bound = 5 * (Double(Self.keys) * share * (1 - share)).squareRoot()
            #expect(abs(count - share * Double(Self.keys)) <= bound, "weight \(weight) of \(total): \(count)")
        }
    }

    @Test(arguments: [([90, 10], [80, 20]), ([50, 30, 20], [50, 30, 40]), ([50, 50], [50, 0]), ([1, 1], [1, 3])])
    func onlyKeysFromOrToACandidateWhoseWeightChangesMove(_ before: [Int], _ after: [Int]) {
        let changed = Set(before.indices.filter { before[$0] != after[$0] })
        let (old, new) = (firsts(before), firsts(after))
        let moved = zip(old, new).filter { $0 != $1 }
        #expect(moved.allSatisfy { changed.contains($0) || changed.contains($1) })
        // No more move than must: half of the sum of the differences of shares.
        let (total, newTotal) = (Double(before.reduce(0, +)), Double(after.reduce(0, +)))
        let share = zip(before, after).reduce(0) { $0 + abs(Double($1.0) / total - Double($1.1) / newTotal) } / 2
        let bound = 5 * (Double(Self.keys) * share * (1 - share)).squareRoot()
        #expect(abs(Double(moved.count) - share * Double(Self.keys)) <= bound, "\(moved.count) moved")
    }

    @Test func theSameDrawsComeOutEverywhere() {
        // Written down: another machine, or a later version, must not send a conversation elsewhere.
        let draws = [3, 2, 1].enumerated().map { WeightedDraw(of: PlanningStage.name("m\($0)"), in: "w", weight: $1) }
        let firsts = (0..<24).map { first(of: draws, for: $0) }
        #expect(firsts == [0, 1, 0, 1, 1, 2, 0, 0, 1, 0, 0, 0, 0, 1, 2, 1, 2, 2, 0, 1, 0, 0, 0, 0])
    }

    private func stage(_ weights: [Int?]) throws -> PlanningStage {
        try PlanningStage(weights.indices.map { Model(id: "m\($0)") }) { route in
            route.choice = .weighted
            for (place, weight) in weights.enumerated() { route.candidates[place].weight = weight }
        }
    }

    private func request(_ text: String = "Question", conversation: String? = nil, user: String? = nil) -> ModelRequest {
        var request = ModelRequest(text, workload: "w")
        request.conversationID = conversation
        request.user = user
        return request
    }

    @Test func aConversationStaysWhateverIsSaidInIt() throws {
        let stage = try stage([1, 1, 1])
        for id in 0..<50 {
            let first = try stage.order(request(conversation: "c\(id)"))
            #expect(try stage.order(request("Something else", conversation: "c\(id)", user: "u")) == first)
        }
        let all = Set(try (0..<50).map { try stage.order(request(conversation: "c\($0)"))[0] })
        #expect(all.count == 3)
    }

    @Test func aCandidateOfWeightZeroStandsByBehindAllOthers() throws {
        let stage = try stage([0, 5, 5])
        let plans = try (0..<50).map { try stage.plan(request("Question \($0)")) }
        #expect(plans.allSatisfy { $0.candidates[2].model.id == "m0" && $0.candidates[2].verdict == .standingBy(2) })
        #expect(plans[0].candidates[2].preference == .weight(0, of: 10))
        #expect("\(plans[0])".contains("p/m0: standing by (2), weight 0: stands by only"))
    }

    @Test func aWeightLeftOutIsOne() throws {
        let stage = try stage([nil, nil])
        #expect(try stage.plan().candidates.map(\.preference) == [.weight(1, of: 2), .weight(1, of: 2)])
    }

    @Test func aClosedCandidateIsPassedOverAndComesBack() throws {
        let stage = try stage([1, 1])
        let first = PlanningStage.name(try stage.order()[0])
        let ill = HealthSnapshot(closures: [first: .breaker(.seconds(2))])
        #expect(try stage.plan(health: ill).chosen?.model != first)
        #expect(try stage.plan().chosen?.model == first)
    }
}
