import Foundation
import Synchronization
import Testing
import Waybill

/// Routes that change while very many calls are made.
struct ReloadUnderLoadTests {
    /// Sets of files of which one at a time is in its place, by a link that is swapped.
    private struct Sets {
        let folder: RouteFolder

        /// The routes file of the set that is in its place.
        var path: String { folder.url.appending(path: "current/routes.yaml").path }

        /// Writes a set and puts it in its place at one moment.
        ///
        /// Its number is what its provider answers, and which of three providers that is follows from it.
        func put(_ number: Int, isValid: Bool = true) throws {
            let provider = Self.provider(of: number)
            let script = "script: [{text: '\(number)', delay: 15ms}]"
            try folder.write("sets/\(number)/providers/\(provider).yaml", "api: rehearsal\n\(script)\nmodels: {m: {}}\n")
            try folder.write(
                "sets/\(number)/routes.yaml", isValid ? RouteFolder.routes(provider) : "workloads: {work: {models: [\(provider)/m")
            let (next, current) = (folder.url.appending(path: "next").path, folder.url.appending(path: "current").path)
            try FileManager.default.createSymbolicLink(atPath: next, withDestinationPath: "sets/\(number)")
            #expect(rename(next, current) == 0)
        }

        static func provider(of number: Int) -> String { ["a", "b", "c"][number % 3] }
    }

    /// One call: by which version, and what came of it.
    private struct Outcome: Sendable {
        var version: RoutesVersion?
        var text: String
        var candidates: [String]
        var answered: [String]
    }

    @Test func noCallFailsAndNoneSeesHalfOfAChange() async throws {
        let isFull = ProcessInfo.processInfo.environment["WAYBILL_FULL"] != nil
        let (changes, pause) = (100, isFull ? Duration.milliseconds(100) : .milliseconds(15))
        let sets = Sets(folder: try RouteFolder())
        try sets.put(1)
        // The watch reads the same files at moments of its own.
        let router = try ModelRouter(routesFile: sets.path, options: RouterOptions(logger: nil))
        let isOver = Mutex(false)
        let began = ContinuousClock.now
        async let load = Self.load(router) { isOver.withLock { $0 } }
        for change in 2...(changes + 1) {
            try await Task.sleep(for: pause)
            let isValid = change % 4 != 0
            try sets.put(change, isValid: isValid)
            if isValid {
                try router.reload()
                #expect(router.table.providers.keys.sorted() == [Sets.provider(of: change)])
            } else {
                #expect(throws: RoutesInvalid.self) { try router.reload() }
            }
        }
        isOver.withLock { $0 = true }
        let outcomes = try await load
        if isFull {
            let rate = Double(outcomes.count) / ((.now - began) / .seconds(1))
            print("\(outcomes.count) calls while routes changed \(changes) times: \(Int(rate)) a second")
        }
        #expect(router.version.number == changes - changes / 4 + 1)
        #expect(outcomes.count > (isFull ? 5_000 : 200))
        for (version, calls) in Dictionary(grouping: outcomes, by: \.version) {
            let number = try #require(Int(calls[0].text))
            let models = ["\(Sets.provider(of: number))/m"]
            #expect(version != nil && number % 4 != 0)
            #expect(calls.allSatisfy { $0.text == "\(number)" && $0.candidates == models && $0.answered == models })
        }
        // Calls were under way over many of the changes.
        #expect(Set(outcomes.map(\.version)).count > changes / 4)
    }

    /// Somewhat more than a thousand calls a second, as far as the machine keeps up.
    private static func load(_ router: ModelRouter, until isOver: @Sendable () -> Bool) async throws -> [Outcome] {
        try await withThrowingTaskGroup { group in
            var outcomes: [Outcome] = []
            var underWay = 0
            var next = ContinuousClock.now
            while !isOver() {
                for _ in 0..<11 {
                    group.addTask { try await outcome(router) }
                    underWay += 1
                }
                // What a slow machine does not keep up with is not made up for.
                next = max(next + .milliseconds(10), .now)
                try await Task.sleep(until: next)
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
