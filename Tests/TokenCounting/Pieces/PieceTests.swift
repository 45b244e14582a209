import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

struct PieceTests {
    /// Every family of rules, by name.
    static let families: [(String, PieceRules)] = [
        ("o200k", .o200k), ("cl100k", .cl100k), ("qwen2", .qwen2), ("qwen3.5", .qwen35), ("tekken", .tekken),
    ]

    @Test(arguments: families) func cutsAsTheRegularExpressionDoes(name: String, rules: PieceRules) {
        let reference = ReferenceTokenizer(rules)
        let walk = PieceWalk(rules)
        for seed in 0..<UInt64(isFullRun ? 100_000 : 700) {
            var random = SeededGenerator(seed: seed)
            let text = RandomText.make(length: seed % 5 == 0 ? 260 : 40, using: &random)
            let expected = reference.pieces(text)
            #expect(walk.pieces(text) == expected, "seed \(seed): \(text.debugDescription)")
            #expect(PieceScanner.pieces(text, rules) == expected, "seed \(seed), by scalars: \(text.debugDescription)")
        }
    }

    @Test(arguments: [
        ("あAB", ["あ", "AB"]), ("あABc", ["あABc"]), ("\u{301}AB", ["\u{301}", "AB"]), ("!\u{301}a", ["!\u{301}a"]),
        ("!!\u{301}a", ["!!\u{301}", "a"]), ("foo's't", ["foo's", "'t"]), ("x's's's", ["x's", "'s's"]),
        ("a.\r\n\r\nb", ["a", ".\r\n\r\n", "b"]),
        ("a\n  \n  b", ["a", "\n  \n", " ", " b"]), ("1234567", ["123", "456", "7"]), ("HTTPServer", ["HTTPServer"]),
        ("xmlHttpRequest", ["xml", "Http", "Request"]), ("a // b", ["a", " //", " b"]), (".\n//x", [".\n//", "x"]), ("x   ", ["x", "   "]),
    ])
    func cutsTextsOfOldTrouble(text: String, expected: [String]) {
        #expect(PieceWalk(.o200k).pieces(text) == expected.map { Array($0.utf8) })
        #expect(PieceScanner.pieces(text, .o200k) == expected.map { Array($0.utf8) })
    }

    @Test func findsTheSamePiecesWhereverWindowsBegin() {
        let reference = ReferenceTokenizer(.o200k)
        let walk = PieceWalk(.o200k)
        let text = "don't stop; the HTTPServer's\n\n  über-große 数字 is 1234567.\r\n\t// Ünïcödé ʼn 'quoted' “text”… "
        for shift in 0..<130 {
            let shifted = String(repeating: "ab ", count: shift / 3) + String(repeating: "x", count: shift % 3) + text + text
            #expect(walk.pieces(shifted) == reference.pieces(shifted))
        }
    }
}

/// Keeps the pieces.
private struct CollectingSink: PieceSink {
    var pieces: [[UInt8]] = []
    var isDone: Bool { false }

    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        pieces.append(Array(UnsafeBufferPointer(start: piece, count: count)))
    }
}

extension PieceWalk {
    fileprivate func pieces(_ text: String) -> [[UInt8]] {
        var sink = CollectingSink()
        var text = text
        text.withUTF8 { pieces(of: $0, to: &sink) }
        return sink.pieces
    }
}

extension PieceScanner {
    static func pieces(_ text: String, _ rules: PieceRules) -> [[UInt8]] {
        var text = text
        return text.withUTF8 { bytes in
            guard let base = bytes.baseAddress else { return [] }
            let scanner = PieceScanner(text: base, end: bytes.count, rules: rules, classes: ScalarClasses())
            var pieces: [[UInt8]] = []
            var start = 0
            while start < bytes.count {
                let end = scanner.pieceEnd(from: start)
                pieces.append(Array(bytes[start..<end]))
                start = end
            }
            return pieces
        }
    }
}
