import LoopbackServer
import Synchronization
import Testing
import Waybill

/// A server that is up and down by turns for a minute, over real sockets; the minute is a short one.
@Suite(.timeLimit(.minutes(1)))
struct FlappingServerTests {
    private let time = FastTime(factor: 20)

    @Test(arguments: WireAnswers.both)
    func aServerThatFlapsForAMinuteCostsNoCallAndIsUsedWheneverItIsUp(wire: WireAnswers) async throws {
        let phase = Atomic(0)
        let flapping = try LoopbackServer { _ in
            switch phase.load(ordering: .relaxed) % 4 {
            case 1: wire.error(503, code: "server_error")
            case 3: .reset
            default: wire.stream(["It is ", "up."])
            }
        }
        let steady = try LoopbackServer { _ in wire.stream(["It is ", "up."]) }
        defer {
            flapping.stop()
            steady.stop()
        }
        let router = try wire.router(flapping, steady, options: RouterOptions(time: time)) { route in
            route.settings.deadline = .seconds(600)
            route.settings.breaker = .rule(failures: 3, cooldown: .seconds(2), cap: .seconds(4))
        }
        var attempts: [AttemptReport] = []
        for number in 0..<6 {
            phase.store(number, ordering: .relaxed)
            let isUp = number.isMultiple(of: 2)
            let (began, asked) = (time.now, flapping.requestCount)
            var isUsed = false
            repeat {
                for outcome in try await Self.calls(router) {
                    #expect(outcome.response?.text == "It is up.")
                    isUsed = isUsed || outcome.response?.model?.provider == "p0"
                    attempts += outcome.route?.attempts ?? []
                }
            } while time.now - began < .seconds(10) || (isUp && !isUsed)
            // While it is down: what opens the breaker, what was under way by then, and a probe each time that it has been open.
            let probes = Int((time.now - began) / .milliseconds(1_600))
            #expect(isUp || flapping.requestCount - asked < 16 + probes)
        }
        await router.close()
        #expect(attempts.count { $0.model.provider == "p0" } == flapping.requestCount)
        #expect(attempts.count { $0.model.provider == "p1" } == steady.requestCount)
    }

    /// Four calls at a time, two of them streamed.
    private static func calls(_ router: ModelRouter) async throws -> [StreamOutcome] {
        try await withThrowingTaskGroup { group in
            for number in 0..<4 {
                group.addTask {
                    let request = ModelRequest("Hello", workload: "w")
                    if number.isMultiple(of: 2) { return try await StreamOutcome(router.stream(request)) }
                    var outcome = StreamOutcome()
                    outcome.response = try await router.respond(to: request)
                    return outcome
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }
}
