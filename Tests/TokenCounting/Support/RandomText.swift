import WaybillInterchange

/// Texts in which everything that tokenizers tell apart comes together.
enum RandomText {
    private static let alphabets: [[Unicode.Scalar]] = [
        "aA", "abcXYZ 'st.", " \n\r\t", "aé'sS1 !", "中文字あアA ", "а́Б в", "0123٣a½", "!?/.\n\r(", "ไทยก่ a", "한국어 A'd", "\u{301}\u{300}aA! ",
        "<|>_-=*#", "😀👍🏽\u{200d}\u{fe0f} ", "ǅʰªſKß'", "\u{a0}\u{3000}\u{85}\u{2028} x", "'llVEre x", "the of and ing er 12",
    ]
    .map { Array($0.unicodeScalars) }

    /// A text of at most `length` scalars; mostly of a few alphabets, so that there are runs.
    static func make(length: Int, using random: inout SeededGenerator) -> String {
        var text = String.UnicodeScalarView()
        var alphabet = alphabets[0]
        for _ in 0..<Int.random(in: 0...length, using: &random) {
            if Int.random(in: 0..<6, using: &random) == 0 { alphabet = alphabets.randomElement(using: &random)! }
            if Int.random(in: 0..<60, using: &random) == 0, let any = Unicode.Scalar(UInt32.random(in: 0..<0x3_0000, using: &random)) {
                text.append(any)
            }
            text.append(alphabet.randomElement(using: &random)!)
        }
        return String(text)
    }
}
