import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

/// Against what tiktoken gave; `scripts/make-token-fixtures` asked it.
struct TiktokenTests {
    @Test(arguments: ["o200k_base", "cl100k_base"]) func givesWhatTiktokenGives(name: String) throws {
        let encoding = try #require(TokenEncoding.named(name))
        var counter = encoding.makeCounter()
        for line in try FixtureFiles.lines("tiktoken.jsonl") {
            let example = try #require(try JSONReader.read(line).objectValue)
            let kind = example["kind"]?.stringValue ?? ""
            if let text = example["text"]?.stringValue {
                let ids = try #require(example[name]?.arrayValue).compactMap { $0.intValue }
                #expect(encoding.encode(text) == ids, "\(kind): \(text.debugDescription)")
                #expect(counter.count(text) == ids.count, "\(kind): \(text.debugDescription)")
                #expect(try encoding.decode(ids) == text)
            } else {
                let (unit, times) = (try #require(example["unit"]?.stringValue), try #require(example["times"]?.intValue))
                guard isFullRun || times < 20_000 else { continue }
                let count = counter.count(String(repeating: unit, count: times))
                #expect(count == example[name]?.intValue, "\(times) times \(unit.debugDescription)")
            }
        }
    }
}
