/// What a pre-tokenizer asks of a Unicode scalar.
///
/// The raw values are those of `unicode-16.classes`.
enum ScalarClass: UInt8 {
    /// Neither a letter, a mark, a number nor white space: punctuation, symbols, controls, unassigned.
    case other
    /// An uppercase or titlecase letter (Lu, Lt).
    case upper
    /// A lowercase letter (Ll).
    case lower
    /// A letter that is both, or neither (Lm, Lo): most scripts have no case.
    case uncased
    /// A combining mark (M).
    case mark
    /// A number (N), in any script: `7`, `½` and `Ⅷ` too.
    case number
    /// White space (the property White_Space) but line breaks.
    case blank
    /// U+000A or U+000D.
    case lineBreak

    var isLetter: Bool { self == .upper || self == .lower || self == .uncased }
    var isWhiteSpace: Bool { self == .blank || self == .lineBreak }
}
