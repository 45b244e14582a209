import CWaybillTokenRanks
import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct PublishedRanksTests {
    @Test(arguments: [
        ("o200k_base", "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"),
        ("cl100k_base", "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7"),
    ])
    func packedVocabularyIsThePublishedFileByteForByte(name: String, digest: String) throws {
        let encoding = try #require(TokenEncoding.named(name))
        var hash = SHA256()
        for token in 0..<UInt32(encoding.vocabulary.tokens.count) {
            hash.update("\(Base64.encode(Array(encoding.vocabulary.tokens[token]))) \(token)\n")
        }
        #expect(hash.finalize().hexadecimal == digest)
    }

    @Test func packedVocabularyNamesTheFileThatItIsMadeFrom() {
        #expect(PackedRanks(waybill_o200k_base()).digest.hexadecimal.hasPrefix("446a9538cb6c348e"))
        #expect(PackedRanks(waybill_cl100k_base()).digest.hexadecimal.hasPrefix("223921b76ee99bde"))
    }

    /// What makes "the whole piece is a token" and the search for neighbours exact.
    @Test func everyTokenEncodesToItself() {
        let vocabulary = TokenEncoding.cl100kBase.vocabulary
        var encoder = BacktrackingEncoder(vocabulary)
        for token in stride(from: 0, to: UInt32(vocabulary.tokens.count), by: isFullRun ? 1 : 23) {
            let bytes = vocabulary.tokens[token]
            let start = bytes.baseAddress!
            #expect(encoder.count(start, count: bytes.count, readable: start + bytes.count) == 1)
            #expect(encoder.found[0] == token)
        }
    }
}
