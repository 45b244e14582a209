import Foundation
import Testing
import WaybillInterchange

/// What is expected of caches against what rehearsed ones report, in worlds made of a seed.
///
/// `WAYBILL_SEED=n` plays one world; `WAYBILL_FULL=1` plays a thousand, with some eight thousand conversations.
struct CacheAgreementTests {
    /// What happened in one or many worlds.
    private struct Tally {
        var conversations = 0
        var requests = 0
        /// Of these, those that were sent while others were not answered.
        var together = 0
        var cachedTokens = 0
    }

    @Test func whatIsExpectedIsReported() async throws {
        let environment = ProcessInfo.processInfo.environment
        let isFull = environment["WAYBILL_FULL"] != nil
        let seeds = environment["WAYBILL_SEED"].flatMap(UInt64.init).map { $0..<$0 + 1 } ?? 0..<(isFull ? 1_000 : 20)
        var total = Tally()
        for seed in seeds {
            let tally = try await play(CacheWorld(seed: seed), seed)
            total.conversations += tally.conversations
            total.requests += tally.requests
            total.together += tally.together
            total.cachedTokens += tally.cachedTokens
        }
        #expect(total.cachedTokens > seeds.count * 1_000)
        guard isFull else { return }
        print(
            "\(seeds.count) worlds, \(total.conversations) conversations, \(total.requests) requests (\(total.together) together with others),",
            "\(total.cachedTokens) cached tokens")
    }

    private func play(_ begun: CacheWorld, _ seed: UInt64) async throws -> Tally {
        var world = begun
        var tally = Tally()
        let stage = try CacheStage(.cached(world.rules, speaks: world.api, keys: world.keys, after: world.delay))
        while tally.requests < 30 {
            let (requests, apart, pause) = world.next()
            for (place, attempt) in try await stage.ask(requests, apart: apart).enumerated() {
                let (expected, reported) = (attempt?.expectedCachedTokens, attempt?.usage?.cachedInput)
                #expect(
                    expected != nil && expected == reported,
                    "WAYBILL_SEED=\(seed), request \(tally.requests), \(place) of \(requests.count) together after '\(world.latest)', \(world)"
                )
                tally.requests += 1
                tally.together += requests.count > 1 ? 1 : 0
                tally.cachedTokens += reported ?? 0
            }
            await stage.pause(pause)
        }
        tally.conversations = world.conversationsBegun
        return tally
    }
}
