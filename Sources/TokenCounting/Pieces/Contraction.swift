/// The English contractions that pre-tokenizers know: `'s 't 're 've 'm 'll 'd`, whatever the case.
enum Contraction {
    /// The bytes of the contraction that begins with the apostrophe at `bytes`, or 0.
    ///
    /// Regular expressions compare without case by Unicode's simple folding, by which U+017F `ſ` is an `s`. No other scalar beyond ASCII is
    /// any of these letters.
    @inline(__always)
    static func length(at bytes: UnsafePointer<UInt8>, count: Int) -> Int {
        guard count >= 2 else { return 0 }
        let first = bytes[1] | 0x20
        switch first {
        case UInt8(ascii: "s"), UInt8(ascii: "t"), UInt8(ascii: "m"), UInt8(ascii: "d"): return 2
        case UInt8(ascii: "r"), UInt8(ascii: "v"): return count >= 3 && bytes[2] | 0x20 == UInt8(ascii: "e") ? 3 : 0
        case UInt8(ascii: "l"): return count >= 3 && bytes[2] | 0x20 == UInt8(ascii: "l") ? 3 : 0
        default: return count >= 3 && bytes[1] == 0xc5 && bytes[2] == 0xbf ? 3 : 0
        }
    }
}
