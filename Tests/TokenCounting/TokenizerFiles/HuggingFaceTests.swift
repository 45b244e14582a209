import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

/// Against what Hugging Face's tokenizers gave; `scripts/make-tokenizer-fixtures` asked them.
struct HuggingFaceTests {
    @Test(arguments: ["qwen", "llama", "tekken"]) func givesWhatHuggingFacesTokenizersGive(name: String) throws {
        let encoding = try TokenEncoding.load(tokenizerJSON: try FixtureFiles.bytes("tokenizers/\(name).json"), name: name)
        for line in try FixtureFiles.lines("tokenizers/expected.jsonl") {
            let example = try #require(try JSONReader.read(line).objectValue)
            let text = try #require(example["text"]?.stringValue)
            let ids = try #require(example[name]?.arrayValue).compactMap { $0.intValue }
            #expect(encoding.encode(text) == ids, "\(text.debugDescription)")
            #expect(encoding.count(text) == ids.count, "\(text.debugDescription)")
            #expect(encoding.count(text) == ids.count, "again: \(text.debugDescription)")
            #expect(try encoding.decode(ids).utf8.elementsEqual((encoding.normalizes ? Normalization.nfc(text) : text).utf8))
            guard let special = example["special"]?.objectValue?[name]?.arrayValue else { continue }
            #expect(encoding.encode(text, special: true) == special.compactMap { $0.intValue }, "\(text.debugDescription)")
            #expect(encoding.count(text, special: true) == special.count, "\(text.debugDescription)")
        }
    }

    @Test(arguments: ["qwen", "llama", "tekken"]) func countsWhatComesInPortionsLikeTheWhole(name: String) throws {
        let encoding = try TokenEncoding.load(tokenizerJSON: try FixtureFiles.bytes("tokenizers/\(name).json"), name: name)
        for (seed, line) in try FixtureFiles.lines("tokenizers/expected.jsonl").enumerated() {
            let text = try #require(try JSONReader.read(line).objectValue?["text"]?.stringValue)
            var random = SeededGenerator(seed: UInt64(seed))
            var counter = StreamCounter(encoding)
            var encoder = StreamEncoder(encoding)
            var ids: [Int] = []
            for portion in Portions.make(Array(text.unicodeScalars), using: &random) {
                let portion = String(String.UnicodeScalarView(portion))
                counter.append(portion)
                ids += encoder.append(portion)
            }
            #expect(ids + encoder.finish() == encoding.encode(text), "\(text.debugDescription)")
            #expect(counter.finish() == encoding.count(text), "\(text.debugDescription)")
        }
    }
}
