import Synchronization
import Testing
import Waybill
import WaybillTesting

/// What becomes of calls when their router is closed.
struct ClosingTests {
    /// A wait that a call can be in.
    enum Wait: CaseIterable {
        case rateLimit, slot, retryAfter, backoff
    }

    private func router(_ wait: Wait, _ time: VirtualTime, _ ledger: RecordingLedger) throws -> ModelRouter {
        var provider =
            switch wait {
            case .rateLimit: ScriptedProvider("only", [.answer("ok")])
            case .slot: ScriptedProvider("only", [.silence])
            case .retryAfter: ScriptedProvider("only", [.status(429, retryAfter: .seconds(60)), .answer("ok")])
            case .backoff: ScriptedProvider("only", [.status(500), .answer("ok")])
            }
        if wait == .rateLimit { provider.provider.rateLimits.requestsPerMinute = 1 }
        if wait == .slot { provider.provider.concurrency = 1 }
        var options = RouterOptions(ledger: ledger, seed: 7)
        options.time = time
        options.transport = ScriptedTransport([provider], time: time)
        let table = try RouteTable.testing([provider]) { route in
            route.settings.retry = RetryRule(base: .seconds(250), cap: .seconds(250))
            route.settings.firstToken = .seconds(200)
        }
        return ModelRouter(table: table, options: options)
    }

    @Test(arguments: Wait.allCases)
    func waitingCallsEndAtOnce(wait: Wait) async throws {
        let time = VirtualTime()
        let ledger = RecordingLedger()
        let router = try router(wait, time, ledger)
        // The first call takes the one request of the minute, or the one slot.
        let takesAll = wait == .rateLimit || wait == .slot
        let (failure, took) = try await time.run {
            try await withThrowingTaskGroup(of: (any Error)?.self) { group in
                if takesAll {
                    group.addTask {
                        _ = try? await router.respond(to: "Hi", workload: "test")
                        return nil
                    }
                    await time.pause(until: time.now + .milliseconds(10))
                }
                group.addTask {
                    do {
                        _ = try await router.respond(to: "Hi", workload: "test")
                        return nil
                    } catch {
                        return error
                    }
                }
                await time.pause(until: time.now + .milliseconds(500))
                let start = time.now
                await router.close(grace: .seconds(100))
                let took = time.now - start
                let errors = try await group.reduce(into: []) { $0.append($1) }
                return (errors.compactMap(\.self).first as? ModelFailure, took)
            }
        }
        #expect(failure?.kind == .closed)
        #expect(failure?.explanation == "The router is closed; make a new one.")
        // The call with the slot is being answered: it has its grace, and a moment for its row.
        #expect(took == (wait == .slot ? .seconds(101) : .zero))
        #expect(ledger.reports.count == (takesAll ? 2 : 1))
    }
}
