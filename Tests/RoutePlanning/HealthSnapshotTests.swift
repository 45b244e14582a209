import Testing
import WaybillInterchange

@testable import WaybillRoutePlanning

struct HealthSnapshotTests {
    private static let a = ModelName(provider: "p", id: "a")
    private static let b = ModelName(provider: "p", id: "b")
    private static let c = ModelName(provider: "p", id: "c")

    private static let snapshot: HealthSnapshot = {
        var refused = KeyHealth(credential: "spare")
        refused.closure = .credential(.outOfFunds, .seconds(120))
        var limited = KeyHealth(credential: "main")
        limited.requests = RateLimitStatus.Allowance(limit: 60, remaining: 0, reset: .seconds(60))
        limited.tokens = RateLimitStatus.Allowance(limit: 1_000, remaining: -20, reset: .seconds(30))
        limited.waiting = 2
        limited.waitingTokens = 40
        limited.firstToken = .milliseconds(420)
        limited.answer = .milliseconds(2_100)
        var down = KeyHealth(credential: nil)
        down.closure = .breaker(.milliseconds(7_500))
        var crowded = ModelHealth(model: c, closure: nil, keys: [KeyHealth(credential: nil)])
        crowded.slotWait = .seconds(3)
        return HealthSnapshot(
            models: [
                ModelHealth(model: a, closure: nil, keys: [refused, limited]), ModelHealth(model: b, closure: down.closure, keys: [down]),
                crowded,
            ],
            servers: [ServerHealth(server: "http://127.0.0.1:9/v1", limit: 4, inUse: 4, waiting: 1)])
    }()

    @Test func whatIsWrittenIsReadAgain() throws {
        let read = try HealthSnapshot(jsonText: Self.snapshot.json.text())
        #expect(read.json == Self.snapshot.json)
        #expect(read.servers == Self.snapshot.servers)
    }

    @Test func whatIsReadHoldsRequestsBackLikeWhatWasWritten() throws {
        for snapshot in [Self.snapshot, try HealthSnapshot(jsonText: Self.snapshot.json.text())] {
            #expect(snapshot.closure(of: Self.b, tokens: 10, patience: .seconds(60)) == .breaker(.milliseconds(7_500)))
            // Two wait before it, and a request comes back each second.
            #expect(snapshot.closure(of: Self.a, tokens: 10, patience: .seconds(2)) == .rateLimit(.seconds(3)))
            #expect(snapshot.closure(of: Self.a, tokens: 10, patience: .seconds(5)) == nil)
            #expect(snapshot.lineWait(of: Self.a, tokens: 500).duration > .seconds(15))
            #expect(snapshot.lineWait(of: Self.c, tokens: 500) == .busy(.seconds(3)))
        }
    }

    @Test func aRefusedKeyThatIsNotWorthWaitingForHidesNeitherLineNorPause() {
        var refused = KeyHealth(credential: "refused")
        refused.closure = .credential(.outOfFunds, .milliseconds(600))
        var full = KeyHealth(credential: "full")
        full.requests = RateLimitStatus.Allowance(limit: 1, remaining: 0, reset: .seconds(50))
        var paused = KeyHealth(credential: "paused")
        paused.closure = .pause(.seconds(2))
        func closure(_ keys: [KeyHealth], patience: Duration) -> HealthSnapshot.Closure? {
            HealthSnapshot(models: [ModelHealth(model: Self.a, closure: nil, keys: keys)], servers: [])
                .closure(of: Self.a, tokens: 10, patience: patience)
        }
        #expect(closure([full, refused, paused], patience: .zero) == .pause(.seconds(2)))
        #expect(closure([full, refused], patience: .zero) == .rateLimit(.seconds(50)))
        #expect(closure([full, refused, paused], patience: .seconds(1)) == .credential(.outOfFunds, .milliseconds(600)))
    }

    @Test func membersThatAreNotKnownArePassedOver() throws {
        let text = #"{"models": [{"model": "p/a", "keys": [{"later": 1}], "later": 2}], "servers": [], "later": 3}"#
        #expect(try HealthSnapshot(jsonText: text).models == [ModelHealth(model: Self.a, closure: nil, keys: [KeyHealth(credential: nil)])])
    }

    @Test(arguments: [
        (#"{"models": []}"#, "The document has no member 'servers'."),
        (#"{"models": [{"model": "a", "keys": []}], "servers": []}"#, "'models[0].model' is not a model: write 'provider/model-id'."),
        (
            #"{"models": [{"model": "p/a", "keys": [{"waiting": -1}]}], "servers": []}"#,
            "'models[0].keys[0].waiting' is less than none."
        ),
        (
            #"{"models": [{"model": "p/a", "keys": [], "closed": {"reason_code": "paused"}}], "servers": []}"#,
            "'models[0].closed' has no member 'wait'."
        ),
        (
            #"{"models": [{"model": "p/a", "keys": [], "closed": {"reason_code": "tired", "wait": 1}}], "servers": []}"#,
            "'models[0].closed.reason_code' is 'tired'; it can be 'breaker-open' or 'paused' or 'keys-down' or 'rate-limit' or 'busy'."
        ),
        (
            #"{"models": [{"model": "p/a", "keys": [], "slot_wait": -0.5}], "servers": []}"#,
            "'models[0].slot_wait' is not a number of seconds."
        ),
    ])
    func whatIsNoSnapshotIsRefused(text: String, problem: String) {
        let error = #expect(throws: JSONFormatError.self) { try HealthSnapshot(jsonText: text) }
        #expect(error?.description == problem)
    }
}
