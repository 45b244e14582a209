import Foundation
import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// What a router does for caches, measured: the share of input that one load reads from them with it and without.
///
/// `WAYBILL_FULL=1` sends 3,000 requests a line, and prints the chart of `docs/caching.md`.
struct CacheHitRateTests {
    /// What is done for the caches.
    private struct Measures {
        var normalizes = false
        var keepsKey = false
        var timeIsLate = false
    }

    @Test func everyMeasureRaisesTheHitRate() async throws {
        let isFull = ProcessInfo.processInfo.environment["WAYBILL_FULL"] != nil
        let count = isFull ? 3_000 : 80
        let plain = try await hitRate(Measures(), requests: count)
        let normalized = try await hitRate(Measures(normalizes: true), requests: count)
        let kept = try await hitRate(Measures(keepsKey: true), requests: count)
        let both = try await hitRate(Measures(normalizes: true, keepsKey: true), requests: count)
        let late = try await hitRate(Measures(normalizes: true, keepsKey: true, timeIsLate: true), requests: count)
        #expect(normalized > plain && kept > plain)
        #expect(both > max(normalized, kept))
        #expect(late > both)
        guard isFull else { return }
        for (name, rate) in [
            ("neither", plain), ("canonical form", normalized), ("affinity", kept), ("both", both),
            ("both, the time in late_context", late),
        ] {
            let line = name.padding(toLength: 32, withPad: " ", startingAt: 0)
            print("\(line)\(String(format: "%5.1f %%", rate * 100))  \(String(repeating: "█", count: Int((rate * 40).rounded())))")
        }
    }

    /// The share of all input tokens that is read from the caches.
    private func hitRate(_ measures: Measures, requests: Int) async throws -> Double {
        var rules = CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(300))
        rules.takesKey = true
        rules.requestsPerKey = 15
        let keys = ["k", "l", "m"]
        let provider = Provider.cached(rules, keys: keys)
        let time = VirtualTime()
        let rehearsal = RehearsalTransport(script: provider.script ?? RehearsalScript(steps: []), of: provider, time: time)
        let wire = PlainWire(to: rehearsal, keys: measures.keepsKey ? [] : keys)
        // To the router this is a provider on the network, so that what it sends goes over the wire.
        var remote = provider
        remote.api = provider.speaks
        remote.script = nil
        let stage = try CacheStage(remote, time: time, transport: wire)
        var load = CacheLoad(timeIsLate: measures.timeIsLate)
        var (cached, input) = (0, 0)
        for _ in 0..<requests {
            let (request, pause) = load.next()
            if !measures.normalizes { wire.send(asWritten: request) }
            let usage = try #require(try await stage.ask(request)?.usage)
            cached += usage.cachedInput
            input += usage.input
            await stage.pause(pause)
        }
        return Double(cached) / Double(input)
    }
}
