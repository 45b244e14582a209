import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

struct CircuitBreakerTests {
    private func breaker() throws -> CircuitBreaker {
        try #require(CircuitBreaker(.rule(failures: 3, cooldown: .seconds(2), cap: .seconds(10))))
    }

    @Test func opensAfterFailuresInARow() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        breaker.failed(at: .seconds(0), random: &random)
        breaker.failed(at: .seconds(0), random: &random)
        #expect(breaker.admit(at: .seconds(0)) == .open)
        breaker.failed(at: .seconds(0), random: &random)
        let until = try #require(breaker.closedUntil(at: .seconds(0)))
        #expect(until > .seconds(1) && until <= .seconds(2))
    }

    @Test func aLostConnectionCountsOnceHoweverManyAttemptsItCarried() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for _ in 0..<20 { breaker.failed(lostConnection: ConnectionID(1), at: .zero, random: &random) }
        for _ in 0..<20 { breaker.failed(lostConnection: ConnectionID(2), at: .zero, random: &random) }
        #expect(breaker.admit(at: .zero) == .open)
        breaker.failed(lostConnection: ConnectionID(3), at: .zero, random: &random)
        #expect(breaker.admit(at: .zero) != .open)
    }

    @Test func aProbeThatIsLostWithOthersClosesAgain() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for _ in 0..<3 { breaker.failed(at: .zero, random: &random) }
        #expect(breaker.admit(at: .seconds(3)) == .probe)
        breaker.failed(lostConnection: ConnectionID(1), at: .seconds(3), random: &random)
        breaker.failed(isProbe: true, lostConnection: ConnectionID(1), at: .seconds(3), random: &random)
        #expect(try #require(breaker.closedUntil(at: .seconds(3))) > .seconds(5))
    }

    @Test func aSuccessResetsTheRow() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for _ in 0..<4 {
            breaker.failed(at: .zero, random: &random)
            breaker.failed(at: .zero, random: &random)
            breaker.succeeded(at: .zero)
        }
        #expect(breaker.admit(at: .zero) == .open)
    }

    @Test func opensWhenHalfOfManyFail() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for second in 0..<5 {
            breaker.succeeded(at: .seconds(second))
            breaker.failed(at: .seconds(second), random: &random)
        }
        #expect(breaker.closedUntil(at: .seconds(5)) != nil)
    }

    @Test func oldOutcomesDoNotCount() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for step in 0..<40 {
            let failed = step % 2 == 1
            if failed { breaker.failed(at: .seconds(step * 10), random: &random) } else { breaker.succeeded(at: .seconds(step * 10)) }
        }
        #expect(breaker.closedUntil(at: .seconds(400)) == nil)
    }

    @Test func onlyOneProbesWhileOthersWait() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for _ in 0..<3 { breaker.failed(at: .zero, random: &random) }
        #expect(breaker.admit(at: .seconds(3)) == .probe)
        #expect(breaker.admit(at: .seconds(3)) == .closed(until: .milliseconds(3_100)))
        breaker.succeeded(at: .seconds(4))
        #expect(breaker.admit(at: .seconds(4)) == .open)
    }

    @Test func openTimeDoublesUpToTheCapAndResetsAfterSuccess() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        var now = Duration.zero
        for _ in 0..<3 { breaker.failed(at: now, random: &random) }
        var times: [Duration] = []
        for _ in 0..<5 {
            let until = try #require(breaker.closedUntil(at: now))
            times.append(until - now)
            now = until
            #expect(breaker.admit(at: now) == .probe)
            breaker.failed(isProbe: true, at: now, random: &random)
        }
        #expect(zip(times, [2, 4, 8, 10, 10]).allSatisfy { $0 <= .seconds($1) && $0 >= .seconds($1) * 4 / 5 })
        now = try #require(breaker.closedUntil(at: now))
        #expect(breaker.admit(at: now) == .probe)
        breaker.succeeded(at: now)
        for _ in 0..<3 { breaker.failed(at: now, random: &random) }
        #expect(try #require(breaker.closedUntil(at: now)) - now <= .seconds(2))
    }

    @Test func aCancelledProbeLetsAnotherTry() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for _ in 0..<3 { breaker.failed(at: .zero, random: &random) }
        #expect(breaker.admit(at: .seconds(3)) == .probe)
        breaker.abstained(isProbe: true, at: .seconds(3))
        #expect(breaker.admit(at: .seconds(3)) == .probe)
    }

    @Test func onlyTheProbeDecidesWhileItIsUnderWay() throws {
        var random = SeededGenerator(seed: 1)
        var breaker = try breaker()
        for _ in 0..<3 { breaker.failed(at: .zero, random: &random) }
        #expect(breaker.admit(at: .seconds(3)) == .probe)
        // Attempts that were sent before it opened end now.
        breaker.abstained(isProbe: false, at: .seconds(3))
        breaker.failed(isProbe: false, at: .seconds(3), random: &random)
        #expect(breaker.admit(at: .seconds(3)) == .closed(until: .milliseconds(3_100)))
        breaker.succeeded(at: .seconds(3))
        #expect(breaker.admit(at: .seconds(3)) == .open)
    }
}
