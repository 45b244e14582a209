import Testing
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillProviderAdapters

/// What each generation of models is sent so that its cache works, byte for byte.
struct CacheEmissionTests {
    /// The caches that provider files describe, by the names of the golden files.
    static let caches: [(name: String, rules: CacheRules?)] = [
        ("nothing-known", nil), ("no-cache", CacheRules.none), ("key", keyed), ("key-24h", retained),
        ("breakpoints", breakpoints(.implicit)), ("breakpoints-explicit", breakpoints(.explicit)),
        ("breakpoints-12h", breakpoints(.implicit, lifetime: CacheRules.longLifetime)), ("salt", salted),
    ]

    private static var keyed: CacheRules {
        var rules = CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(300))
        rules.takesKey = true
        rules.requestsPerKey = 15
        return rules
    }

    private static var retained: CacheRules {
        var rules = keyed
        rules.retention = .day
        return rules
    }

    private static var salted: CacheRules {
        var rules = CacheRules(.steps(16))
        rules.salt = .user
        return rules
    }

    private static func breakpoints(_ mode: CacheBreakpointMode, lifetime: Duration? = nil) -> CacheRules {
        var rules = CacheRules(.breakpoints(mode), minimum: 1_024, lifetime: lifetime)
        rules.takesKey = true
        return rules
    }

    /// Every form of a stable part.
    private static let requests: [(name: String, request: ModelRequest)] = {
        var plain = ModelRequest("Where is order 1207?", workload: "test")
        plain.user = "user-7"
        var instructed = plain
        instructed.instructions = "You answer for a bookshop."
        var tools = plain
        tools.tools = [ToolDefinition(name: "find", parameters: ["type": "object"])]
        var examples = instructed
        examples.examples = [Example(input: "Is it open?", answer: "Until six.")]
        var references = examples
        references.references = [Reference(title: "Hours", text: "Nine to six."), Reference(title: "Returns", text: "Within 14 days.")]
        references.lateContext = "It is Monday."
        return [("plain", plain), ("instructions", instructed), ("tools", tools), ("examples", examples), ("references", references)]
    }()

    /// A request as a model with such a cache is asked it; its stable part counts as long enough unless told otherwise.
    static func prepared(_ request: ModelRequest, _ rules: CacheRules?, stableTokens: Int = 2_000, rate: Double = 0) -> PreparedRequest {
        let prepared = PromptPreparation().prepare(request)
        guard let rules else { return prepared }
        return prepared.steered(
            by: CacheSteering(
                rules, for: FingerprintedPrompt(prepared), prepared, stableTokens: stableTokens, requestsPerMinute: rate))
    }

    private func adapters() -> [(name: String, adapter: any ProviderAdapter)] {
        [
            ("responses", ResponsesSamples.adapter(ResponsesSamples.plain)), ("chat", ChatSamples.openAI()),
            ("compatible", ChatSamples.adapter(.generic)),
        ]
    }

    @Test(arguments: caches.map(\.name))
    func everyGenerationIsSentWhatItsCacheTakes(_ name: String) throws {
        let rules = try #require(Self.caches.first { $0.name == name }).rules
        var lines: [String] = []
        for (api, adapter) in adapters() {
            for (name, request) in Self.requests {
                let prepared = Self.prepared(request, rules)
                let review = adapter.review(prepared, request.parameters)
                let encoded = adapter.encode(prepared, request.parameters, streaming: false)
                let end = try #require(encoded.stableBytes)
                lines.append("\(api), \(name)")
                lines.append("  \(String(decoding: encoded.body.prefix(end), as: UTF8.self))")
                lines.append("  | \(String(decoding: encoded.body.dropFirst(end), as: UTF8.self))")
                lines += review.adjustments.map { "  \($0)" }
            }
        }
        try expectGolden(lines.joined(separator: "\n") + "\n", "cache-requests/\(name).golden")
    }

    @Test func aStablePartThatIsTooShortGetsNoBreakpoint() throws {
        let request = Self.requests[1].request
        for (_, adapter) in adapters() {
            func body(_ tokens: Int) -> String {
                let prepared = Self.prepared(request, Self.breakpoints(.implicit), stableTokens: tokens)
                return String(decoding: adapter.encode(prepared, request.parameters, streaming: false).body, as: UTF8.self)
            }
            #expect(!body(1_023).contains("prompt_cache_breakpoint"))
            #expect(body(1_024).contains("prompt_cache_breakpoint"))
        }
    }

    @Test func whatTheProgramSaysOfTheCacheGoesFirst() throws {
        var request = Self.requests[1].request
        func body(_ extras: JSONObject, _ rules: CacheRules) throws -> JSONValue {
            request.extras[.openAIResponses] = extras
            let prepared = Self.prepared(request, rules)
            return try JSONReader.read(
                ResponsesSamples.adapter(ResponsesSamples.plain).encode(prepared, request.parameters, streaming: false).body)
        }
        #expect(try body(["prompt_cache_key": "mine"], Self.keyed)["prompt_cache_key"] == "mine")
        #expect(try body(["prompt_cache_key": .null], Self.keyed)["prompt_cache_key"] == nil)
        let retained = try body(["prompt_cache_options": ["ttl": "12h"]], Self.retained)
        #expect(retained["prompt_cache_retention"] == nil, "the two do not go together")
        #expect(retained["prompt_cache_options"] == ["ttl": "12h"])
        // A lifetime of the program's own keeps the breakpoint; a mode of its own is a word about breakpoints.
        let long = try body(["prompt_cache_options": ["ttl": "12h"]], Self.breakpoints(.explicit))
        #expect(long["prompt_cache_options"] == ["ttl": "12h"])
        #expect(long["instructions"] == nil)
        let none = try body(["prompt_cache_options": ["mode": "explicit"]], Self.breakpoints(.implicit))
        #expect(none["instructions"] == "You answer for a bookshop.")
        // Instructions out of extras stay where they are.
        #expect(try body(["instructions": "Be brief."], Self.breakpoints(.implicit))["instructions"] == "Be brief.")
    }

    @Test(
        arguments: [
            ("prompt_cache_key", "prompt_cache_key"), ("prompt_cache_retention", "prompt_cache_retention"),
            ("prompt_cache_options", "prompt_cache_options"), ("prompt_cache_options.ttl", "prompt_cache_options"),
            ("input[0].content[0].prompt_cache_breakpoint", "prompt_cache_breakpoint"), ("cache_salt", "cache_salt"),
        ])
    func whatAServerRefusesIsLeftOutOnce(_ refused: String, _ member: String) throws {
        let rules: CacheRules =
            switch member {
            case "prompt_cache_key", "prompt_cache_retention": Self.retained
            case "cache_salt": Self.salted
            default: Self.breakpoints(.explicit, lifetime: CacheRules.longLifetime)
            }
        let request = Self.requests[1].request
        for (name, adapter) in adapters() {
            let whole = Self.prepared(request, rules)
            func body(_ request: PreparedRequest) -> String {
                String(decoding: adapter.encode(request, request.request.parameters, streaming: false).body, as: UTF8.self)
            }
            try #require(body(whole).contains(member), "\(name)")
            let repair = try #require(
                adapter.repair(whole, request.parameters, streaming: false, without: RefusedParameter(refused, isUnknown: true)))
            let repaired = whole.repaired(by: [repair])
            let gone = refused == "prompt_cache_options.ttl" ? #""ttl""# : member
            #expect(!body(repaired).contains(gone), "\(name)")
            #expect(
                adapter.repair(repaired, request.parameters, streaming: false, without: RefusedParameter(refused, isUnknown: true)) == nil)
            let stripped = adapter.repair(
                PromptPreparation().prepare(request), request.parameters, streaming: false,
                without: RefusedParameter(refused, isUnknown: true))
            #expect(stripped == nil, "what was not sent cannot be left out")
        }
    }

    @Test func theStablePartEndsWithinAMessageThatWasJoinedToIt() throws {
        // Servers that want roles to take turns get the references and the first message as one.
        let request = Self.requests[4].request
        let adapter = ChatSamples.adapter(.generic)
        let first = adapter.encode(PromptPreparation().prepare(request), request.parameters, streaming: false)
        var later = request
        later.conversation += [.assistant("Here."), .user("And order 1208?")]
        let second = adapter.encode(PromptPreparation().prepare(later), later.parameters, streaming: false)
        let end = try #require(first.stableBytes)
        #expect(second.stableBytes == end)
        #expect(first.body.prefix(end) == second.body.prefix(end))
        #expect(
            String(decoding: first.body.prefix(end), as: UTF8.self).hasSuffix(##"{"type":"text","text":"# Returns\n\nWithin 14 days."}"##))
    }
}
