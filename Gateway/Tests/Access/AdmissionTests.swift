import GatewayTestSupport
import Synchronization
import Testing
import Waybill

@testable import GatewayAccess

/// What a caller may do at a time and in a minute.
struct AdmissionTests {
    /// Callers under limits, at a time that stands still.
    private struct Stage {
        let time = ManualTime()
        let admission: Admission

        init(_ names: String..., requests: Int? = nil, tokens: Int? = nil, concurrency: Int? = nil) throws {
            admission = Admission(try Self.table(names, requests, tokens, concurrency), time: time)
        }

        static func table(_ names: [String], _ requests: Int?, _ tokens: Int?, _ concurrency: Int?) throws -> CallerTable {
            try CallerTable(
                names.map { name in
                    var caller = Caller(name, keys: [KeyHash(of: name[...])])
                    caller.rateLimits = RateLimits(requestsPerMinute: requests, tokensPerMinute: tokens)
                    caller.concurrency = concurrency
                    return caller
                })
        }

        func use(_ names: String..., requests: Int? = nil, tokens: Int? = nil, concurrency: Int? = nil) throws {
            admission.use(try Self.table(names, requests, tokens, concurrency))
        }

        func refusal(_ caller: String = "a", tokens: Int = 0) -> AccessRefusal? {
            GatewayAccessTests.refusal { () throws(AccessRefusal) in try admission.admit(caller, tokens: tokens) }
        }
    }

    @Test func withoutLimitsEverybodyGoesThrough() throws {
        let stage = try Stage("a")
        let passes = try (0..<1_000).map { _ in try stage.admission.admit("a", tokens: 1_000_000) }
        #expect(stage.admission.underWay("a") == passes.count)
    }

    @Test func roomForARequestComesBackOnce() throws {
        let stage = try Stage("a", "b", concurrency: 2)
        let first = try stage.admission.admit("a", tokens: 0)
        let second = try stage.admission.admit("a", tokens: 0)
        #expect(stage.refusal() == .tooManyAtOnce(most: 2))
        #expect(stage.refusal("b") == nil)
        first.finish(used: nil)
        first.finish(used: nil)
        let third = try stage.admission.admit("a", tokens: 0)
        #expect(stage.refusal() == .tooManyAtOnce(most: 2))
        second.finish(used: 0)
        third.finish(used: 0)
        #expect(stage.admission.underWay("a") == 0)
    }

    @Test func aPassThatIsLetGoIsReturned() throws {
        let stage = try Stage("a", concurrency: 1)
        for _ in 0..<3 { #expect(stage.refusal() == nil) }
        #expect(stage.admission.underWay("a") == 0)
    }

    @Test func requestsComeBackAfterAMinute() throws {
        let stage = try Stage("a", requests: 3)
        for _ in 0..<3 { #expect(stage.refusal() == nil) }
        guard case .rateLimited(.requests, let wait) = stage.refusal() else {
            Issue.record("the fourth went through")
            return
        }
        #expect(wait > .seconds(59) && wait <= .seconds(61))
        stage.time.advance(by: wait - .milliseconds(1))
        #expect(stage.refusal() != nil)
        stage.time.advance(by: .milliseconds(1))
        #expect(stage.refusal() == nil)
    }

    @Test func tokensThatWereNotUsedAreGivenBack() throws {
        let stage = try Stage("a", tokens: 1_000)
        let pass = try stage.admission.admit("a", tokens: 900)
        #expect(stage.refusal(tokens: 200) != nil)
        pass.finish(used: 100)
        #expect(stage.refusal(tokens: 900) == nil)
        #expect(stage.refusal(tokens: 1) != nil)
    }

    @Test func tokensOfWhichNobodyKnowsCountInFull() throws {
        let stage = try Stage("a", tokens: 1_000)
        try stage.admission.admit("a", tokens: 900).finish(used: nil)
        #expect(stage.refusal(tokens: 101) != nil && stage.refusal(tokens: 100) == nil)
    }

    @Test func whatWasUsedBeyondTheEstimateIsMissingAfterwards() throws {
        let stage = try Stage("a", tokens: 1_000)
        try stage.admission.admit("a", tokens: 100).finish(used: 2_500)
        guard case .rateLimited(.tokens, let wait) = stage.refusal(tokens: 1) else {
            Issue.record("more went through")
            return
        }
        #expect(wait > .seconds(59))
        stage.time.advance(by: wait)
        #expect(stage.refusal(tokens: 1_000) == nil)
    }

    @Test func aRequestBeyondTheLimitOfAMinuteIsToldThatWaitingIsInVain() throws {
        let stage = try Stage("a", tokens: 1_000)
        #expect(stage.refusal(tokens: 1_001) == .largerThanLimit(tokens: 1_001, limit: 1_000))
        #expect(AccessRefusal.largerThanLimit(tokens: 1_001, limit: 1_000).retryAfter == nil)
        #expect(stage.refusal(tokens: 1_000) == nil)
    }

    @Test func whoIsRefusedTakesNothing() throws {
        let stage = try Stage("a", requests: 2, tokens: 1_000)
        let pass = try stage.admission.admit("a", tokens: 800)
        for _ in 0..<100 { #expect(stage.refusal(tokens: 300) != nil) }
        pass.finish(used: 0)
        #expect(stage.refusal(tokens: 1_000) == nil)
    }

    /// Random calls, returns, waits and changes of the limits: nothing is let through that is more than the limits in force allow in 60 seconds and
    /// at a time, and who waits as long as told gets through.
    @Test(arguments: UInt64(0)..<20)
    func limitsAreNeverExceeded(_ seed: UInt64) throws {
        var random = SeededNumbers(seed: seed)
        var limits = Limits(&random)
        let stage = try Stage("a", requests: limits.requests, tokens: limits.tokens, concurrency: limits.concurrency)
        var calls: [Call] = []
        for _ in 0..<1_500 {
            switch Int.random(in: 0..<40, using: &random) {
            case 0..<20:
                let wanted = Int.random(in: 0...max(1, limits.tokens / 8), using: &random)
                do throws(AccessRefusal) {
                    calls.append(Call(begun: stage.time.now, reserved: wanted, pass: try stage.admission.admit("a", tokens: wanted)))
                } catch {
                    guard case .rateLimited(_, let wait) = error, Int.random(in: 0..<20, using: &random) == 0 else { continue }
                    stage.time.advance(by: wait)
                    calls.append(Call(begun: stage.time.now, reserved: wanted, pass: try stage.admission.admit("a", tokens: wanted)))
                }
                expect(calls, within: limits, at: stage.time.now, "seed \(seed)")
            case 20..<31:
                guard let index = calls.indices.filter({ calls[$0].pass != nil }).randomElement(using: &random) else { continue }
                let used = Bool.random(using: &random) ? Int.random(in: 0...calls[index].reserved, using: &random) : nil
                calls[index].pass.take()?.finish(used: used)
                calls[index].used = used
            case 31:
                limits = Limits(&random)
                try stage.use("a", requests: limits.requests, tokens: limits.tokens, concurrency: limits.concurrency)
            default: stage.time.advance(by: .milliseconds(Int.random(in: 0...4_000, using: &random)))
            }
            #expect(calls.count { $0.pass != nil } == stage.admission.underWay("a"), "seed \(seed)")
        }
    }

    private struct Limits {
        let requests: Int
        let tokens: Int
        let concurrency: Int

        init(_ random: inout SeededNumbers) {
            requests = Int.random(in: 1...40, using: &random)
            tokens = Int.random(in: 100...10_000, using: &random)
            concurrency = Int.random(in: 1...8, using: &random)
        }
    }

    private struct Call {
        var begun: Duration
        var reserved: Int
        var used: Int?
        /// While it is under way.
        var pass: AdmissionPass?
    }

    private func expect(_ calls: [Call], within limits: Limits, at now: Duration, _ comment: Comment) {
        let latest = calls.filter { $0.begun > now - .seconds(60) }
        #expect(latest.count <= limits.requests, comment)
        #expect(latest.reduce(0) { $0 + ($1.used ?? $1.reserved) } <= limits.tokens, comment)
        #expect(calls.count { $0.pass != nil } <= limits.concurrency, comment)
    }

    @Test func manyAtOnceAreHeldToTheLimitToo() async throws {
        let admission = try Stage("a", requests: 150, concurrency: 7).admission
        let running = Running()
        let served = await withTaskGroup { group in
            for _ in 0..<400 {
                group.addTask { await Self.call(admission, running) }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect((1...150).contains(served))
        #expect(admission.underWay("a") == 0)
    }
}

extension AdmissionTests {
    /// How many calls are under way.
    private final class Running: Sendable {
        let count = Atomic(0)
    }

    /// One call, if there is room.
    private static func call(_ admission: Admission, _ running: Running) async -> Bool {
        guard let pass = try? admission.admit("a", tokens: 0) else { return false }
        #expect(running.count.add(1, ordering: .relaxed).newValue <= 7)
        await Task.yield()
        running.count.subtract(1, ordering: .relaxed)
        pass.finish(used: 0)
        return true
    }
}

/// When the file changes.
extension AdmissionTests {
    @Test func whatWasUsedCountsOnUnderTheSameLimits() throws {
        let stage = try Stage("a", requests: 2, concurrency: 2)
        let pass = try stage.admission.admit("a", tokens: 0)
        try stage.use("a", "b", requests: 2, concurrency: 2)
        #expect(stage.admission.underWay("a") == 1)
        #expect(stage.refusal() == nil)
        guard case .rateLimited(.requests, _) = stage.refusal() else {
            Issue.record("a reload gave requests back")
            return
        }
        pass.finish(used: 0)
    }

    @Test func aLargerLimitGivesItsMoreOverAMinute() throws {
        let stage = try Stage("a", requests: 10)
        for _ in 0..<10 { #expect(stage.refusal() == nil) }
        try stage.use("a", requests: 70)
        #expect(stage.refusal() != nil)
        stage.time.advance(by: .seconds(1))
        #expect(stage.refusal() == nil)
        #expect(stage.refusal() != nil)
    }

    @Test func aSmallerLimitHoldsAtOnce() throws {
        let stage = try Stage("a", requests: 10, concurrency: 3)
        let passes = try (0..<3).map { _ in try stage.admission.admit("a", tokens: 0) }
        try stage.use("a", requests: 3, concurrency: 1)
        passes[0].finish(used: 0)
        #expect(stage.refusal() == .tooManyAtOnce(most: 1))
        for pass in passes { pass.finish(used: 0) }
        guard case .rateLimited(.requests, _) = stage.refusal() else {
            Issue.record("more went through than the new limit")
            return
        }
    }

    @Test func aLimitThatCameBackGivesNothingBackForWhatWasTakenBefore() throws {
        let stage = try Stage("a", tokens: 1_000)
        let old = try stage.admission.admit("a", tokens: 1_000)
        try stage.use("a")
        #expect(stage.refusal(tokens: 5_000) == nil)
        try stage.use("a", tokens: 1_000)
        #expect(stage.refusal(tokens: 1_000) == nil)
        old.finish(used: 0)
        #expect(stage.refusal(tokens: 1) != nil)
    }

    @Test func whoIsGoneIsRefusedAndForgottenWhenTheLastCallEnds() throws {
        let stage = try Stage("a", "b", concurrency: 1)
        let pass = try stage.admission.admit("a", tokens: 0)
        try stage.use("b", concurrency: 1)
        #expect(stage.refusal() == .unknownKey)
        #expect(stage.admission.count == 2)
        pass.finish(used: 0)
        #expect(stage.admission.count == 1)
        try stage.use("a", "b", concurrency: 1)
        #expect(stage.refusal() == nil)
    }

    @Test func whoComesBackFindsItsCallsUnderWay() throws {
        let stage = try Stage("a", concurrency: 1)
        let pass = try stage.admission.admit("a", tokens: 0)
        try stage.use("b", concurrency: 1)
        try stage.use("a", concurrency: 1)
        #expect(stage.refusal() == .tooManyAtOnce(most: 1))
        pass.finish(used: 0)
        #expect(stage.refusal() == nil)
    }

    @Test func namesThatNobodyHasAreNotRemembered() throws {
        let stage = try Stage("a")
        for number in 0..<10_000 { #expect(stage.refusal("name-\(number)") == .unknownKey) }
        #expect(stage.admission.count == 1)
    }
}
