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

    /// Why another request reads nothing after one that read much, with marks of that one's texts.
    private func dropped(
        from before: ModelRequest = request, to request: ModelRequest, keepingTexts: Bool = false, findings: [PrefixFinding] = []
    ) -> CacheDrop? {
        let prepared = PromptPreparation().prepare(before)
        let marks = PromptMarks(
            PromptMarks.Maker(keepsTexts: keepingTexts), of: prepared, FingerprintedPrompt(prepared), first: PromptTrace.mostSegments)
        return PromptTrace(answered(before, cached: 1_280), isConversation: before.conversationID != nil, marks: marks)
            .drop(to: answered(request, cached: 0), PromptPreparation().prepare(request)) { findings }
    }

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

    // MARK: The place

    private static let long: ModelRequest = {
        var request = PromptTraceTests.request
        request.instructions = String(repeating: "Be kind, and be brief. ", count: 20) + "Today is Monday, all day. Answer in English."
        request.tools[0].parameters = ["type": "object", "properties": ["id": ["type": "integer"]]]
        request.tools.append(ToolDefinition(name: "look"))
        return request
    }()

    @Test func theByteIsKnownToAPieceWithoutAnyText() throws {
        var other = Self.long
        other.instructions = other.instructions?.replacing("Monday", with: "Friday")
        let drop = try #require(dropped(from: Self.long, to: other))
        let first = try #require(Self.long.instructions?.utf8.count) - "Monday, all day. Answer in English.".utf8.count
        let (byte, within) = (try #require(drop.byte), try #require(drop.within))
        #expect(drop.path == "instructions" && within == PromptMarks.pieceSize)
        #expect((byte..<byte + within).contains(first))
        #expect(drop.from == nil && drop.to == nil)
        #expect("\(drop)".hasSuffix("instructions is not what it was (instructions, from byte \(byte) to \(byte + within - 1))"))
    }

    @Test func theWordsAreQuotedOnlyOnRequest() throws {
        var other = Self.long
        other.instructions = other.instructions?.replacing("Monday", with: "Friday")
        let drop = try #require(dropped(from: Self.long, to: other, keepingTexts: true))
        let first = try #require(Self.long.instructions?.utf8.count) - "Monday, all day. Answer in English.".utf8.count
        #expect(drop.path == "instructions" && drop.byte == first && drop.within == 1)
        #expect(drop.from == "Monday," && drop.to == "Friday,")
        // Whoever logs or keeps the report keeps no word of it.
        #expect(!"\(drop)".contains("Monday") && !"\(drop.json)".contains("Monday") && !"\(drop)".contains("Friday"))
        #expect(drop.fullJSON["from"]?.stringValue == "Monday," && drop.fullJSON["to"]?.stringValue == "Friday,")
    }

    @Test(arguments: [false, true])
    func theCauseIsSeenInTheText(keepingTexts: Bool) throws {
        var other = Self.long
        other.tools[0].parameters = ["type": "object", "properties": ["id": ["type": "string"]]]
        let schema = try #require(dropped(from: Self.long, to: other, keepingTexts: keepingTexts))
        #expect(schema.cause == .schemaChanged && schema.path == "tools.find.parameters")
        other = Self.long
        (other.tools, other.toolOrder) = (other.tools.reversed(), .asWritten)
        #expect(dropped(from: Self.long, to: other, keepingTexts: keepingTexts)?.cause == .toolOrder)
        other = Self.long
        other.tools[0].description = "Finds."
        let added = try #require(dropped(from: Self.long, to: other, keepingTexts: keepingTexts))
        #expect(added.cause == .toolsChanged && added.path == "tools.find.description" && added.byte == 0)
        other = Self.long
        other.instructions?.append(" Always.")
        let longer = try #require(dropped(from: Self.long, to: other, keepingTexts: keepingTexts))
        let end = try #require(Self.long.instructions?.utf8.count)
        #expect(longer.path == "instructions" && (end - PromptMarks.pieceSize...end).contains(longer.byte ?? 0))
    }

    @Test func aTurnThatWasChangedHasItsPlace() throws {
        var (one, other) = (Self.long, Self.long)
        for place in 0..<3 { one.conversation += [.assistant("Answer \(place)"), .user("Question \(place)")] }
        (one.conversationID, one.lateContext) = ("c", nil)
        other = one
        other.conversation[3] = .assistant("Reply 1")
        let drop = try #require(dropped(from: one, to: other, keepingTexts: true))
        #expect(drop.cause == .turnChanged && drop.segment == "conversation[3]" && drop.path == "conversation[3].content[0].text")
        #expect(drop.from == "Answer" && drop.to == "Reply")
    }

    @Test(arguments: [false, true])
    func whatIsVolatileElsewhereIsNotToldOf(keepingTexts: Bool) throws {
        var (one, other) = (Self.long, Self.long)
        one.instructions = "It is 2026-11-20 10:15:30. " + (one.instructions ?? "")
        other.instructions = one.instructions?.replacing("English", with: "German")
        let findings = PrefixLint(today: "2026-11-20").findings(in: PromptPreparation().prepare(other))
        #expect(!findings.isEmpty)
        #expect(dropped(from: one, to: other, keepingTexts: keepingTexts, findings: findings)?.cause == .textChanged)
        other.instructions = one.instructions?.replacing("11-20", with: "11-21")
        #expect(dropped(from: one, to: other, keepingTexts: keepingTexts, findings: findings)?.cause == .volatileText)
    }

    @Test func marksAreBoundedAndSharedWithThoseBefore() throws {
        var request = Self.long
        request.references = [Reference(title: "All", text: String(repeating: "rule ", count: 20_000))]
        var other = request
        other.references[0].text += "!"
        // Too long to be marked: only the segment is told.
        let drop = try #require(dropped(from: request, to: other))
        #expect(drop.segment == "references[0]" && drop.path == nil && drop.byte == nil)
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
