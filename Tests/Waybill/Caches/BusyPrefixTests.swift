import Synchronization
import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// One prefix that more requests begin with than one cache key is good for.
struct BusyPrefixTests {
    /// What became of the load.
    private struct Outcome {
        /// The keys that each conversation's requests went out under, in their order.
        var keys: [[String]]
        /// The share of all input tokens that was read from the cache, of the second half.
        var hitRate: Double
    }

    /// Sends a request a second for ten minutes, of forty conversations in turn, to a model that takes fifteen a minute and key.
    private func play(knowingTheRate: Bool) async throws -> Outcome {
        var rules = CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(600))
        rules.takesKey = true
        rules.requestsPerKey = 15
        let time = VirtualTime()
        let provider = Provider.cached(rules)
        let wire = KeyWire(RehearsalTransport(script: provider.script ?? RehearsalScript(steps: []), of: provider, time: time))
        var known = provider
        (known.api, known.script) = (provider.speaks, nil)
        if !knowingTheRate { known.models[0].cache?.requestsPerKey = nil }
        let stage = try CacheStage(known, time: time, transport: wire)
        var outcome = Outcome(keys: Array(repeating: [], count: 40), hitRate: 0)
        var (cached, input) = (0, 0)
        var conversations = (0..<40)
            .map { number in
                var request = ModelRequest("Question \(number)?", workload: "test")
                request.instructions = String(repeating: "Be kind, and be brief. ", count: 250)
                request.conversationID = "c-\(number)"
                return request
            }
        for number in 0..<600 {
            let place = number % conversations.count
            let usage = try #require(try await stage.ask(conversations[place])?.usage)
            outcome.keys[place].append(wire.latestKey)
            if number >= 300 { (cached, input) = (cached + usage.cachedInput, input + usage.input) }
            let more = String(repeating: "And so on, as before. ", count: 40)
            conversations[place].conversation += [.assistant("Yes."), .user("\(more) \(number)?")]
            await stage.pause(.seconds(1))
        }
        outcome.hitRate = Double(cached) / Double(input)
        return outcome
    }

    @Test func itIsSpreadOverKeysAndEachConversationKeepsItsOwn() async throws {
        let spread = try await play(knowingTheRate: true)
        let alone = try await play(knowingTheRate: false)
        #expect(Set(alone.keys.joined()).count == 1)
        // Sixty a minute need four keys, and one more is no harm where chance would have it.
        #expect((4...5).contains(Set(spread.keys.map { $0.last ?? "" }).count))
        for keys in spread.keys {
            // The prefix gets its keys one after the other while its rate rises, and after that each conversation keeps its key.
            #expect(Set(keys.dropFirst(3)).count == 1, "\(keys)")
        }
        #expect(spread.hitRate > alone.hitRate + 0.1, "\(spread.hitRate) and \(alone.hitRate)")
    }
}

/// Remembers under which cache key the latest request went out.
private final class KeyWire: Transport {
    private let rehearsal: RehearsalTransport
    private let key = Mutex("")

    init(_ rehearsal: RehearsalTransport) { self.rehearsal = rehearsal }

    var latestKey: String { key.withLock { $0 } }

    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        let body: JSONValue?
        do throws(JSONError) { body = try JSONReader.read(request.body) } catch { body = nil }
        key.withLock { $0 = body?["prompt_cache_key"]?.stringValue ?? "" }
        return rehearsal.start(request, onEvent: onEvent)
    }

    func close() { rehearsal.close() }
}
