import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillPromptCaching

struct CacheTrafficTests {
    private static let place = CachePlace(server: "https://api.example.com", account: "a", model: "m")
    private static let scope = CacheScope(place, GenerationParameters(), key: "k")
    private static let rules: CacheRules = {
        var rules = CacheRules(.steps(128), minimum: 1_024)
        rules.takesKey = true
        rules.requestsPerKey = 15
        return rules
    }()
    private static let prompt = FingerprintedPrompt(
        PromptPreparation().prepare(ModelRequest(workload: "w", instructions: "You answer for a bookshop.", conversation: [.user("Hi")])))

    @discardableResult
    private func send(_ traffic: inout CacheTraffic, at seconds: Double, by rules: CacheRules = rules) -> Int {
        traffic.note(Self.prompt, at: Self.place, in: Self.scope, by: rules, now: .seconds(seconds))
    }

    private func rate(_ traffic: CacheTraffic, at seconds: Double) -> Double {
        traffic.rate(of: Self.prompt.stable, at: Self.place, now: .seconds(seconds))
    }

    @Test func whatComesEvenlyHasItsRate() {
        for perMinute in [3, 15, 16, 60, 600] {
            var traffic = CacheTraffic()
            for number in 0..<perMinute * 5 { send(&traffic, at: Double(number) * 60 / Double(perMinute)) }
            let rate = rate(traffic, at: 300)
            #expect(abs(rate - Double(perMinute)) <= 1, "\(perMinute) a minute are taken for \(rate)")
        }
    }

    @Test func whatAKeyIsGoodForNeedsNoSecondOne() {
        var traffic = CacheTraffic()
        for number in 0..<150 {
            #expect(Self.rules.partitions(forRequestsPerMinute: rate(traffic, at: Double(number) * 4)) == 1)
            send(&traffic, at: Double(number) * 4)
        }
    }

    @Test func aRateRisesAtOnceAndIsHeldForAWhile() {
        var traffic = CacheTraffic()
        for number in 0..<60 { send(&traffic, at: Double(number) * 0.1) }
        #expect(rate(traffic, at: 6) == 60)
        #expect(rate(traffic, at: 300) >= 59)
        // A single one now and then makes it neither longer nor shorter.
        send(&traffic, at: 400)
        #expect(rate(traffic, at: 500) >= 59)
        #expect(rate(traffic, at: 610) == 0)
    }

    @Test func othersAreCountedApart() {
        var traffic = CacheTraffic()
        for _ in 0..<40 { send(&traffic, at: 1) }
        let elsewhere = CachePlace(server: "https://api.example.com", account: "b", model: "m")
        #expect(traffic.rate(of: Self.prompt.stable, at: elsewhere, now: .seconds(1)) == 0)
        #expect(traffic.rate(of: .empty, at: Self.place, now: .seconds(1)) == 0)
        // Nothing is counted where no rate is known.
        var free = Self.rules
        free.requestsPerKey = nil
        var other = CacheTraffic()
        for _ in 0..<40 { #expect(send(&other, at: 1, by: free) == 0) }
        #expect(rate(other, at: 1) == 0)
    }

    @Test func eachMachineTakesWhatAKeyIsGoodForInAMinute() {
        var traffic = CacheTraffic()
        let machines = (0..<40).map { send(&traffic, at: Double($0) * 0.5) }
        #expect(machines == Array(repeating: 0, count: 15) + Array(repeating: 1, count: 15) + Array(repeating: 2, count: 10))
        #expect(traffic.machine(for: Self.prompt, in: Self.scope, by: Self.rules, now: .seconds(59)) == 2)
        // Its first was a minute ago, so the first machine has room.
        #expect(traffic.machine(for: Self.prompt, in: Self.scope, by: Self.rules, now: .seconds(60)) == 0)
        let other = CacheScope(Self.place, GenerationParameters(), key: "k-1")
        #expect(traffic.machine(for: Self.prompt, in: other, by: Self.rules, now: .seconds(20)) == 0)
    }

    @Test func itIsBounded() {
        var recent = Recent<Int, Int>(generationSize: 100)
        for number in 0..<1_000 { recent.put(number, for: number) }
        #expect(recent.count <= 200)
        #expect(recent[999] == 999 && recent[0] == nil)
        var traffic = CacheTraffic()
        let machines = (0..<2_000).map { send(&traffic, at: Double($0) * 0.001) }
        // Beyond 512 a minute the oldest are no longer known of.
        #expect(machines.max() ?? 0 <= 512 / 15 + 1)
    }
}
