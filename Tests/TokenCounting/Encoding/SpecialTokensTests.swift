import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

/// Special tokens against what tiktoken makes of them; `scripts/make-token-fixtures` asked it.
struct SpecialTokensTests {
    @Test func areRecognisedAndDecodedAsTiktokenDoes() throws {
        for line in try FixtureFiles.lines("special-tokens.jsonl") {
            let example = try #require(try JSONReader.read(line).objectValue)
            let encoding = try #require(TokenEncoding.named(example["encoding"]?.stringValue ?? ""))
            if let text = example["text"]?.stringValue {
                let ids = try #require(example["ids"]?.arrayValue).compactMap(\.intValue)
                #expect(encoding.encode(text, special: true) == ids, "\(encoding.name): \(text.debugDescription)")
                #expect(encoding.count(text, special: true) == ids.count, "\(encoding.name): \(text.debugDescription)")
                #expect(try encoding.decode(ids) == text)
            } else if let id = example["id"]?.intValue {
                let decoded = try? encoding.decode([id])
                #expect(decoded == example["decoded"]?.stringValue, "\(encoding.name): \(id)")
            }
        }
    }

    @Test func harmonyHas1090SpecialTokensWithOneNameMore() {
        let specials = TokenEncoding.o200kHarmony.specials
        let ids = (0..<TokenEncoding.o200kHarmony.idCount).filter { specials.name(of: $0) != nil }
        #expect(ids == Array(199_998...201_087))
        #expect(TokenEncoding.o200kHarmony.encode("<|endofprompt|><|reserved_200018|>", special: true) == [200_018, 200_018])
        #expect(specials.name(of: 200_018) == "<|endofprompt|>")
    }

    /// A text of beginnings of names is no slower than any other.
    @Test func beginningsOfNamesAreReadOnce() {
        let text = String(repeating: "<|reserved_20", count: 20_000)
        #expect(TokenEncoding.o200kHarmony.count(text, special: true) == TokenEncoding.o200kHarmony.count(text))
    }
}
