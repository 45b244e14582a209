import Foundation
import Synchronization
import Testing
import Waybill

/// Routes that change while very many calls are made.
struct ReloadUnderLoadTests {
    /// The files of a version: its number is what its provider answers, and which of three providers that is follows from it.
    private static func write(_ number: Int, into folder: RouteFolder) throws {
        let provider = provider(of: number)
        let script = "script: [{text: '\(number)', delay: 15ms}]"
        try folder.replace("providers/\(provider).yaml", "api: rehearsal\n\(script)\nmodels: {m: {}}\n")
        try folder.replace("routes.yaml", RouteFolder.routes(provider) + "# version \(number)\n")
    }

    private static func provider(of number: Int) -> String { ["a", "b", "c"][number % 3] }

    /// One call: by which version, and what came of it.
    private struct Outcome: Sendable {
        var version: RoutesVersion?
        var text: String?
        var candidates: [String]
        var answered: [String]
    }

    @Test func noCallFailsAndNoneSeesHalfOfAChange() async throws {
        let isFull = ProcessInfo.processInfo.environment["WAYBILL_FULL"] != nil
        let (changes, pause) = isFull ? (100, Duration.milliseconds(100)) : (100, .milliseconds(15))
        let folder = try RouteFolder()
        try Self.write(1, into: folder)
        let router = try ModelRouter(routesFile: folder.path, options: RouterOptions(logger: nil))
        // Which version has which number of ours.
        var numbers = [router.version: 1]
        let isOver = Mutex(false)
        async let load = Self.load(router) { isOver.withLock { $0 } }
        var rejected = 0
        for change in 2...(changes + 1) {
            try await Task.sleep(for: pause)
            if change % 4 == 0 {
                try folder.write("routes.yaml", "workloads: {work: {models: [a/m")
                #expect(throws: RoutesInvalid.self) { try router.reload() }
                rejected += 1
            } else {
                try Self.write(change, into: folder)
                try router.reload()
                numbers[router.version] = change
            }
        }
        isOver.withLock { $0 = true }
        let outcomes = try await load
        #expect(rejected == changes / 4 && numbers.count == changes - rejected + 1)
        #expect(router.version.number == numbers.count)
        #expect(outcomes.count > 200)
        for outcome in outcomes {
            let number = try #require(outcome.version.flatMap { numbers[$0] })
            let model = "\(Self.provider(of: number))/m"
            #expect(outcome.text == "\(number)" && outcome.candidates == [model] && outcome.answered == [model])
        }
        // Calls were under way over many of the changes.
        #expect(Set(outcomes.compactMap(\.version)).count > numbers.count / 4)
    }

    /// A thousand calls a second, as far as the machine keeps up.
    private static func load(_ router: ModelRouter, until isOver: @Sendable () -> Bool) async throws -> [Outcome] {
        try await withThrowingTaskGroup { group in
            var outcomes: [Outcome] = []
            var underWay = 0
            while !isOver() {
                for _ in 0..<10 {
                    group.addTask { try await outcome(router) }
                    underWay += 1
                }
                try await Task.sleep(for: .milliseconds(10))
                while underWay > 200, let outcome = try await group.next() {
                    outcomes.append(outcome)
                    underWay -= 1
                }
            }
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
    }

    private static func outcome(_ router: ModelRouter) async throws -> Outcome {
        let response = try await router.respond(to: "Hi", workload: "work")
        return Outcome(
            version: response.route.version, text: response.text, candidates: response.route.candidates.map(\.model.description),
            answered: response.route.attempts.map(\.model.description))
    }
}
