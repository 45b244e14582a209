import CWaybillTokenRanks

/// Tells kinds of pieces apart that tokenizers treat alike: by script, where there are letters beyond ASCII.
///
/// A class is a number, in the order of the weights; `scripts/fit-token-estimates` names them all and fills the tables.
struct PieceClass {
    static let whiteSpace = 0
    static let punctuation = 1
    static let number = 2
    static let asciiWord = 3
    /// Beyond ASCII, and neither letter nor mark.
    static let symbol = 4
    static let han = 5
    static let kana = 6
    static let hangul = 7
    /// Letters of scripts that have no class of their own; classes of single scripts follow.
    static let otherLetters = 8
    /// The number of classes.
    static let count = 35

    private let classes = ScalarClasses()
    private let ofPage = waybill_class_of_page()!
    private let ofByte = waybill_class_of_byte()!

    private static let ofASCII: UInt8 = 0x3f

    /// The class of a piece of ASCII.
    @inline(__always)
    func ascii(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
        let second = count > 1 ? piece[1] : piece[0]
        return Int(max(ofByte[Int(piece[0])] & Self.ofASCII, ofByte[Int(second)] & Self.ofASCII))
    }

    /// The class of a piece by its first letter or mark beyond ASCII, of which there is none before `start`.
    func beyondASCII(_ piece: UnsafePointer<UInt8>, from start: Int, count: Int) -> Int {
        var position = start
        while position < count {
            guard piece[position] >= 0x80 else {
                position &+= 1
                continue
            }
            let scalar = UTF8Scalar(beyondASCII: piece + position)
            let kind = classes[scalar.value]
            if kind.isLetter || kind == .mark { return letters(scalar.value) }
            position &+= scalar.length
        }
        return Self.symbol
    }

    /// The class of pieces of this letter or mark.
    @inline(__always)
    private func letters(_ scalar: UInt32) -> Int {
        switch scalar {
        case ..<0x3000: Int(ofPage[Int(scalar &>> 7)])
        case 0x3400..<0xa000, 0xf900..<0xfb00, 0x2_0000..<0x3_4000: Self.han
        case ..<0x3100: Self.kana
        case 0xac00..<0xd7b0: Self.hangul
        default: Self.otherLetters
        }
    }

    /// Whether all ``PieceRules`` begin a piece where `o200k_base` begins this one, or before it and after the last of which that is so.
    ///
    /// Blanks and numbers are never in one piece with what precedes them. As to other bytes, rules differ on uppercase letters after lowercase
    /// ones, and on marks, which can begin, end or go on in words and punctuation.
    @inline(__always)
    func isSure(_ first: UInt8, afterASCII: Bool) -> Bool {
        ofByte[Int(first)] & (afterASCII ? 0xc0 : 0x40) != 0
    }
}
