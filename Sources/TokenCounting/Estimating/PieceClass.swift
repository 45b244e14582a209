import CWaybillTokenRanks

/// Kinds of pieces that tokenizers treat alike: by script, where there are letters beyond ASCII.
///
/// The raw values are the order of the weights in `scripts/fit-token-estimates`; there, scripts of the pages below U+3000 follow.
enum PieceClass {
    static let whiteSpace = 0
    static let punctuation = 1
    static let number = 2
    static let asciiWord = 3
    /// Beyond ASCII, and no letter.
    static let symbol = 4
    static let han = 5
    static let kana = 6
    static let hangul = 7
    static let otherLetters = 8
    /// The number of classes.
    static let count = 35

    /// The class of pieces of this letter or mark.
    @inline(__always)
    static func letters(_ scalar: UInt32, _ classOfPage: UnsafePointer<UInt8>) -> Int {
        switch scalar {
        case ..<0x3000: Int(classOfPage[Int(scalar &>> 7)])
        case 0x3400..<0xa000, 0xf900..<0xfb00, 0x2_0000..<0x3_4000: han
        case ..<0x3100: kana
        case 0xac00..<0xd7b0: hangul
        default: otherLetters
        }
    }

    /// The class of a piece of ASCII by one of its first two bytes; that of the piece is the higher one.
    @inline(__always)
    static func ascii(_ byte: UInt8) -> Int {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): asciiWord
        case UInt8(ascii: "0")...UInt8(ascii: "9"): number
        case UInt8(ascii: " "), 0x09...0x0d: whiteSpace
        default: punctuation
        }
    }
}
