import Synchronization
import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct TextCountMemoTests {
    /// The texts that were really counted.
    private final class Work: Sendable {
        private let counted = Mutex<[String]>([])
        var texts: [String] { counted.withLock { $0 } }
        func forget() { counted.withLock { $0 = [] } }
        func note(_ text: String) { counted.withLock { $0.append(text) } }
    }

    private let work = Work()
    private let memo = TextCountMemo()

    private func texts(_ tokenizer: Tokenizer = .named("o200k_base")) -> TextCounter {
        TextCounter(tokenizer, memo: memo) { [work] text in
            work.note(text)
            return tokenizer.measure(text)
        }
    }

    private func long(_ index: Int) -> String { "Message \(index): " + String(repeating: "where is my order? ", count: 10) }

    @Test(arguments: [("gpt-4o", RequestRules.Form.chat), ("gpt-oss-20b", .compatible), ("qwen3-8b", .compatible)])
    func aConversationThatGrewCostsTheNewMessage(model: String, form: RequestRules.Form) {
        let counter = RequestCounter(texts(), RequestRules(form, model: model))
        var request = ModelRequest(workload: "any", instructions: long(-1), conversation: (0..<100).map { .user(long($0)) })
        request.tools = [ToolDefinition(name: "order_status", description: long(-2))]
        request.output = .jsonSchema(JSONSchemaFormat(name: "answer", schema: ["type": "object", "description": .string(long(-3))]))
        let before = counter.count(request).total.tokens
        #expect(work.texts.filter { $0.utf8.count >= TextCounter.shortestRemembered }.count >= 103)

        work.forget()
        request.conversation.append(.assistant(long(100)))
        let after = counter.count(request).total.tokens
        #expect(work.texts.filter { $0.utf8.count >= TextCounter.shortestRemembered } == [long(100)])
        #expect(after > before)
        #expect(after == RequestCounter(.named("o200k_base"), RequestRules(form, model: model)).count(request).total.tokens)
    }

    @Test func tokenizersAreKeptApart() {
        let text = long(1) + "日本語"
        let first = texts().count(text)
        let second = texts(.named("cl100k_base")).count(text)
        let third = texts(.named("claude")).count(text)
        #expect(work.texts.count == 3)
        #expect(first != second)
        #expect(third.certainty == .estimated)
        #expect(
            [texts().count(text), texts(.named("cl100k_base")).count(text), texts(.named("claude")).count(text)] == [first, second, third])
        #expect(work.texts.count == 3)
    }

    @Test func whatATextIsMadeOfAndHowTellsItApart() {
        let counter = texts()
        func count(_ form: String, _ parts: [String], _ text: String) -> Int {
            counter.count(form, of: { for part in parts { $0.add(part) } }, make: { text }).tokens
        }
        #expect(count("a", ["x", "yz"], "one") == 1)
        #expect(count("a", ["xy", "z"], "one two") == 2)
        #expect(count("b", ["x", "yz"], "one two three") == 3)
        #expect(count("a", ["x", "yz"], "never made") == 1)
        #expect(count("a", ["x", "yz\0"], "one two three four") == 4)
    }

    /// More texts than it holds: it forgets, but never says anything wrong.
    @Test func aFullMemoForgetsAndStaysRight() {
        let counter = TextCounter(.named("o200k_base"), memo: memo) { text in
            let length = text.utf8.count
            return TokenEstimate(lower: length, expected: length, upper: length)
        }
        for index in 0..<40_000 {
            let text = String(repeating: "x", count: 100 + index % 50) + "\(index)"
            #expect(counter.count(text).tokens == text.utf8.count)
        }
        for index in stride(from: 0, to: 40_000, by: 7) {
            let text = String(repeating: "x", count: 100 + index % 50) + "\(index)"
            #expect(counter.count(text).tokens == text.utf8.count)
        }
    }

    @Test func aShardTakesWhatItSays() {
        #expect(TextCountShard.bytes * 16 == 512 * 1_024)
    }

    @Test func countsTooLargeToKeepAreCountedAgain() {
        let counter = TextCounter(.named("o200k_base"), memo: memo) { [work] text in
            work.note(text)
            return TokenEstimate(lower: 0, expected: 5_000_000_000, upper: 5_000_000_000)
        }
        #expect(counter.count(long(1)).tokens == 5_000_000_000)
        #expect(counter.count(long(1)).tokens == 5_000_000_000)
        #expect(work.texts.count == 2)
    }

    @Test func manyThreadsMayUseIt() async {
        let counter = texts()
        let expected = (0..<50).map { Tokenizer.named("o200k_base").count(long($0)).tokens }
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask { (0..<2_000).allSatisfy { counter.count(long($0 % 50)).tokens == expected[$0 % 50] } }
            }
            for await isRight in group { #expect(isRight) }
        }
    }
}
