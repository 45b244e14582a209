import Testing
import WaybillInterchange
import WaybillTokenCounting

@testable import WaybillPromptCaching

struct FingerprintTests {
    /// A request with a segment of every kind.
    private static let request: ModelRequest = {
        var request = ModelRequest(
            workload: "w", instructions: "You answer for a bookshop.",
            tools: [ToolDefinition(name: "order_status", description: "Where an order is."), ToolDefinition(name: "find_book")],
            examples: [Example(input: "Hi", answer: "Hello!")],
            references: [Reference(title: "Shipping", text: "Two days."), Reference(title: "Returns", text: "30 days.")],
            conversation: [
                .user("Where is order 1207?"), .toolCall(ToolCall(id: "1", name: "order_status", arguments: "{\"id\": 1207}")),
                .toolResult(ToolResult(callID: "1", "shipped")), .assistant("It was shipped."), .user("When?"),
            ])
        request.lateContext = "Today is Friday."
        request.output = .jsonSchema(JSONSchemaFormat(name: "answer", schema: ["type": "object"]))
        return request
    }()

    private func prompt(_ request: ModelRequest = request, memo: FingerprintMemo = FingerprintMemo()) -> FingerprintedPrompt {
        FingerprintedPrompt(PromptPreparation().prepare(request), memo: memo)
    }

    @Test func segmentsStandInRenderedOrder() {
        let prompt = prompt()
        #expect(
            prompt.segments.map(\.kind.path) == [
                "tools", "output", "instructions", "examples", "references[0]", "references[1]", "conversation[0]", "conversation[1]",
                "conversation[2]", "conversation[3]", "late_context", "conversation[4]",
            ])
        #expect(prompt.stableSegments == 6)
        #expect(prompt.stable == prompt.segments[5].fingerprint)
        #expect(Set(prompt.segments.map(\.fingerprint)).count == prompt.segments.count)
    }

    /// What other processes, platforms and versions of the library must find too, as long as the canonical form is this one.
    @Test func fingerprintsAreTheSameEverywhere() {
        #expect(prompt().stable.description == "9669dedc52de9e3645b64a8eb5a3fd0a56c254d9562a9b18f8aebb0ddd94e8a5")
        #expect(prompt().whole.description == "2bbad018208ced2b17f8d01fced43e533584db91b26bc1ae4934ccf8afc77874")
        #expect(CanonicalForm.version == 1)
    }

    static let changes: [(first: String, change: @Sendable (inout ModelRequest) -> Void)] = [
        ("tools", { $0.tools[0].description = "Where an order was." }),
        ("tools", { $0.tools[1].parameters = ["type": "object", "properties": ["title": [:]]] }),
        ("output", { $0.output = .jsonObject }),
        ("instructions", { $0.instructions = "You answer for a bookshop!" }),
        ("examples", { $0.examples[0].answer = "Hello" }),
        ("references[1]", { $0.references[1].title = "Return" }),
        ("conversation[1]", { $0.conversation[1] = .toolCall(ToolCall(id: "1", name: "order_status", arguments: "{\"id\":1207}")) }),
        ("late_context", { $0.lateContext = "Today is Saturday." }),
        ("conversation[4]", { $0.conversation[4] = .user("When?\n") }),
    ]

    @Test(arguments: changes.indices)
    func aChangeShowsFromItsSegmentOn(place: Int) {
        let (first, change) = Self.changes[place]
        var changed = Self.request
        change(&changed)
        let (before, after) = (prompt(), prompt(changed))
        let shared = before.sharedSegments(with: after)
        #expect(before.segments[shared].kind.path == first)
        #expect(zip(before.segments, after.segments).dropFirst(shared).allSatisfy { $0.fingerprint != $1.fingerprint })
    }

    @Test func whereOneTextEndsAndTheNextBeginsCounts() {
        var one = Self.request
        var two = Self.request
        one.references = [Reference(title: "ab", text: "c")]
        two.references = [Reference(title: "a", text: "bc")]
        #expect(prompt(one).stable != prompt(two).stable)
        one.references = [Reference(title: "a", text: ""), Reference(title: "b", text: "")]
        two.references = [Reference(title: "a", text: "b"), Reference(title: "", text: "")]
        #expect(prompt(one).stable != prompt(two).stable)
    }

    @Test func whatIsNoPartOfThePromptDoesNotCount() {
        var other = Self.request
        other.temperature = 0.5
        other.toolChoice = .none
        other.metadata = ["a": "b"]
        other.user = "u"
        other.tools.reverse()
        #expect(prompt(other) == prompt())
    }

    @Test func anotherTurnCostsTheHashingOfThatTurn() {
        let memo = FingerprintMemo()
        var request = Self.request
        request.lateContext = nil
        let before = prompt(request, memo: memo)
        let hashed = memo.hashedBytes
        #expect(prompt(request, memo: memo) == before)
        #expect(memo.hashedBytes == hashed)
        request.conversation.append(.assistant("On Monday."))
        let after = prompt(request, memo: memo)
        #expect(after.sharedSegments(with: before) == before.segments.count)
        // The text, and a few bytes that say what it is.
        #expect(memo.hashedBytes - hashed < after.segments[after.segments.count - 1].byteCount + 64)
        #expect(after == prompt(request))
    }

    @Test func theMemoForgetsWhatIsNotAskedFor() {
        let memo = FingerprintMemo()
        let kept = ModelRequest("kept", workload: "w")
        _ = prompt(kept, memo: memo)
        for number in 0..<2 * FingerprintMemo.generationSize {
            _ = prompt(ModelRequest("\(number)", workload: "w"), memo: memo)
            if number % 1_000 == 0 { _ = prompt(kept, memo: memo) }
        }
        #expect(memo.count <= 2 * FingerprintMemo.generationSize)
        let hashed = memo.hashedBytes
        _ = prompt(kept, memo: memo)
        #expect(memo.hashedBytes == hashed)
        _ = prompt(ModelRequest("0", workload: "w"), memo: memo)
        #expect(memo.hashedBytes > hashed)
    }

    @Test func theTokensOfTheSegmentsAddUpToThoseOfThePrompt() {
        let prepared = PromptPreparation().prepare(Self.request)
        let model = ModelName(provider: "openai", id: "gpt-4o")
        let counter = RequestCounter(.named("o200k_base"), RequestRules(.chat, model: "gpt-4o"))
        var prompt = FingerprintedPrompt(prepared)
        #expect(prompt.stableTokens == nil)
        prompt.countTokens(of: prepared, by: counter, for: model)
        let total = counter.count(prepared, for: model).total.tokens
        let sum = prompt.tokens(ofFirst: prompt.segments.count) ?? 0
        // What stands before the answer belongs to no segment.
        #expect(total - sum == 3, "\(sum) of \(total)")
        #expect(prompt.segments.allSatisfy { $0.tokens ?? 0 > 0 })
        #expect((prompt.stableTokens ?? 0) < sum)
    }

    @Test func aFingerprintCanBeWrittenAndReadBack() throws {
        let fingerprint = prompt().stable
        #expect(PromptFingerprint(fingerprint.description) == fingerprint)
        #expect(try PromptFingerprint(json: fingerprint.json, at: .root) == fingerprint)
        #expect(PromptFingerprint("00") == nil)
        #expect(PromptFingerprint(String(repeating: "g", count: 64)) == nil)
        #expect(PromptFingerprint(String(repeating: "é", count: 64)) == nil)
    }
}
