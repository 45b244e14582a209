import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillPromptCaching

struct PromptTraceTests {
    private static let rules = CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(300))

    private static let request: ModelRequest = {
        var request = ModelRequest(
            workload: "w", instructions: "You answer for a bookshop.", tools: [ToolDefinition(name: "find")],
            references: [Reference(title: "Shipping", text: "Two days.")], conversation: [.user("Where is it?")])
        request.lateContext = "Today is Friday."
        return request
    }()

    private func answered(
        _ request: ModelRequest = request, cached: Int, expected: Int? = nil, input: Int = 2_000, model: String = "m",
        account: String = "a",
        effort: ReasoningEffort? = nil, at moment: Duration = .zero
    ) -> AnsweredPrompt {
        let place = CachePlace(server: "s", account: account, model: model)
        return AnsweredPrompt(
            FingerprintedPrompt(PromptPreparation().prepare(request)), by: ModelName(provider: "p", id: model), place,
            CacheScope(place, GenerationParameters(reasoningEffort: effort)), Self.rules, inputTokens: input,
            expectedTokens: expected ?? cached,
            cachedTokens: cached, at: moment)
    }

    private func trace(isConversation: Bool = false) -> PromptTrace { PromptTrace(answered(cached: 1_280), isConversation: isConversation) }

    @Test func nothingIsToldOfWhatDidNotDrop() {
        var other = Self.request
        other.instructions = "You answer for a library."
        #expect(trace().drop(to: answered(other, cached: 1_280)) == nil)
        // Another conversation of the workload has less to read, as it should.
        other = Self.request
        other.conversation = [.user("What is it?")]
        #expect(trace().drop(to: answered(other, cached: 1_152)) == nil)
        // Without a stable part its requests are to have nothing in common.
        let bare = ModelRequest("Where is it?", workload: "w")
        let before = PromptTrace(answered(bare, cached: 1_280), isConversation: false)
        #expect(before.drop(to: answered(bare, cached: 0, account: "b")) == nil)
    }

    static let changes: [(segment: String, words: String, cause: CacheDrop.Cause, change: @Sendable (inout ModelRequest) -> Void)] = [
        ("tools", "is not what it was", .toolsChanged, { $0.tools[0].description = "Finds books." }),
        ("tools", "is no longer there", .toolsChanged, { $0.tools = [] }),
        ("output", "was not there before", .outputChanged, { $0.output = .jsonObject }),
        ("instructions", "is not what it was", .textChanged, { $0.instructions = "You answer for a library." }),
        ("references[0]", "is not what it was", .textChanged, { $0.references[0].text = "Three days." }),
        ("references[0]", "is no longer there", .textChanged, { $0.references = [] }),
    ]

    @Test(arguments: changes.indices)
    func theFirstSegmentThatChangedIsNamed(place: Int) throws {
        let (segment, words, cause, change) = Self.changes[place]
        var other = Self.request
        change(&other)
        let drop = try #require(trace().drop(to: answered(other, cached: 0)))
        #expect(drop.segment == segment)
        #expect(drop.explanation == "\(segment) \(words)")
        #expect(drop.cause == cause)
        let before = FingerprintedPrompt(PromptPreparation().prepare(Self.request)).segments
        let now = FingerprintedPrompt(PromptPreparation().prepare(other)).segments
        let same = zip(before, now).prefix { $0.fingerprint == $1.fingerprint }
        #expect(drop.byte == same.reduce(0) { $0 + $1.0.byteCount })
        #expect(drop.before == 1_280 && drop.now == 0)
        #expect(!"\(drop)".contains("library") && !"\(drop)".contains("Three"))
    }

    @Test func whatIsVolatileThereIsTheLikelyCause() throws {
        var other = Self.request
        other.instructions = "You answer for a bookshop. Today is 2026-11-21."
        let findings = PrefixLint(today: "2026-11-21").findings(in: PromptPreparation().prepare(other))
        let drop = try #require(trace().drop(to: answered(other, cached: 0)) { findings })
        #expect(drop.cause == .volatileText)
        #expect(drop.explanation.hasPrefix("a date in instructions, line 1"))
        #expect(!"\(drop.json)".contains("2026"))
    }

    @Test func aConversationIsToGoOn() throws {
        var next = Self.request
        next.conversation = [.user("Where is it?"), .assistant("Here."), .user("Thanks.")]
        #expect(trace(isConversation: true).drop(to: answered(next, cached: 0)) == nil)
        var plain = Self.request
        plain.lateContext = nil
        let before = PromptTrace(answered(plain, cached: 1_280), isConversation: true)
        next = plain
        next.conversation = [.user("Where was it?"), .assistant("Here."), .user("Thanks.")]
        let drop = try #require(before.drop(to: answered(next, cached: 1_152)))
        #expect(drop.cause == .turnChanged)
        #expect(drop.segment == "conversation[0]")
    }

    @Test func whatIsNoPartOfTheTextIsToldOf() throws {
        let elsewhere = try #require(trace().drop(to: answered(cached: 0, model: "n")))
        #expect(elsewhere.cause == .modelChanged && elsewhere.segment == nil)
        #expect(trace().drop(to: answered(cached: 0, account: "b"))?.cause == .keyChanged)
        #expect(trace().drop(to: answered(cached: 0, effort: .high))?.cause == .settings)
        #expect(trace().drop(to: answered(cached: 0, at: .seconds(300)))?.cause == .expired)
        #expect(trace().drop(to: answered(cached: 0, input: 1_000))?.cause == .tooShort)
        #expect(trace().drop(to: answered(cached: 0, expected: 1_280))?.cause == .notFound)
    }
}
