import Synchronization
import Testing
import Waybill
import WaybillTesting

/// Volatile things in the stable parts of calls are told of while calls go on.
struct PrefixWatchTests {
    /// What a router told of while it made calls with these instructions, and whether anything of the prompts was in it.
    private func told(_ instructions: [String], user: String? = nil) async throws -> [String] {
        let time = VirtualTime()
        let providers = [ScriptedProvider("only", [.answer("Hello.")])]
        let transport = ScriptedTransport(providers, time: time)
        let told = Mutex<[String]>([])
        let options = RouterOptions(transport: transport, time: time, logger: nil, seed: 7)
        let router = ModelRouter(table: try .testing(providers), options: options) { event in
            guard case .unstablePrefix(let workload, let findings) = event else { return }
            told.withLock { $0 += findings.map { "\(workload) \($0.code) \($0.path):\($0.line):\($0.column)\($0.excerpt)" } }
        }
        try await time.run {
            for text in instructions {
                var request = ModelRequest("What is due 2026-11-20?", workload: "test")
                request.instructions = text
                request.user = user
                request.lateContext = "Today is 2026-11-20."
                _ = try await router.respond(to: request)
            }
        }
        return told.withLock(\.self)
    }

    @Test func eachFindingIsToldOfOnce() async throws {
        let told = try await told([
            "Be brief.", "Be brief.\nToday is 2026-11-20.", "Be brief.\nToday is 2026-11-20.", "Be brief.\nToday is 2026-11-21.",
            "Today is 2026-11-22, and the request is 6f9619ff-8b86-d011-b42d-00cf4fc964ff.",
        ])
        #expect(told == ["test date instructions:2:10", "test uuid instructions:1:41"])
    }

    @Test func aFindingSaysWhatItCosts() async throws {
        let time = VirtualTime()
        var provider = ScriptedProvider("only", [.answer("Hello.")])
        provider.provider.models[0].tokenizer = "o200k_base"
        provider.provider.models[0].cache = CacheRules(.steps(128), minimum: 256)
        provider.provider.models[0].price = Price(input: 1_000_000, cachedInput: 100_000, output: 4_000_000)
        let told = Mutex<[PrefixFinding]>([])
        let options = RouterOptions(transport: ScriptedTransport([provider], time: time), time: time, logger: nil, seed: 7)
        let router = ModelRouter(table: try .testing([provider]), options: options) { event in
            if case .unstablePrefix(_, let findings) = event { told.withLock { $0 += findings } }
        }
        try await time.run {
            var request = ModelRequest("Hi", workload: "test")
            request.instructions = "Now it is 2026-11-20 10:15:30. " + String(repeating: "Be kind, and be brief. ", count: 100)
            _ = try await router.respond(to: request)
        }
        let finding = try #require(told.withLock(\.self).first)
        let lost = try #require(finding.lostTokens)
        #expect(lost > 600)
        #expect(finding.costPerThousandCalls == Money(picodollars: Int128(lost) * 900_000 * 1_000))
        #expect(finding.excerpt.isEmpty)
    }

    @Test func whoAsksIsFoundInTheInstructions() async throws {
        #expect(try await told(["You help Ada Lovelace."], user: "Ada Lovelace") == ["test request-value instructions:1:10"])
    }

    @Test func whatIsStableIsNotToldOf() async throws {
        #expect(try await told(["You answer for a bookshop, since 2019.", ""]).isEmpty)
    }
}
