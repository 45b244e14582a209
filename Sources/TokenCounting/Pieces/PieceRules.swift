/// How a tokenizer cuts text into pieces before it merges the bytes of each.
///
/// The published tokenizers say it as a regular expression; those of one family differ in the few ways that are properties here:
///
/// 1. a contraction (`'s 't 're 've 'm 'll 'd`, in any case), if it is a piece of its own;
/// 2. a word: one scalar that is neither letter, number nor line break, if there is one, then letters;
/// 3. a few numbers;
/// 4. a space, if there is one, then punctuation, then line breaks;
/// 5. white space, up to and with its last line break; else without its last scalar, if something follows.
///
/// The first that fits wins.
struct PieceRules: Sendable, Hashable {
    /// What becomes of `'s` and the like.
    enum Contractions: Sendable, Hashable {
        /// Nothing: the apostrophe begins the next word.
        case none
        /// A piece of its own, where a piece can begin.
        case piece
        /// The end of a word.
        case suffix
    }

    /// What becomes of contractions.
    var contractions: Contractions
    /// Whether a word ends where an uppercase letter follows a lowercase one, and holds combining marks.
    ///
    /// Otherwise a word is letters of any case.
    var splitsCase: Bool
    /// How many numbers make a piece at most.
    var digits: Int
    /// Whether `/` may stand among the line breaks that end punctuation.
    var slashAfterPunctuation: Bool
    /// Whether words that do not end where the case changes hold combining marks; otherwise a mark is punctuation.
    var marksInWords = false

    /// GPT-4o and later: `o200k_base`, `o200k_harmony`; Llama 4.
    static let o200k = PieceRules(contractions: .suffix, splitsCase: true, digits: 3, slashAfterPunctuation: true)
    /// GPT-4 and GPT-3.5: `cl100k_base`; Llama 3.
    static let cl100k = PieceRules(contractions: .piece, splitsCase: false, digits: 3, slashAfterPunctuation: false)
    /// Qwen 2, 2.5 and 3.
    static let qwen2 = PieceRules(contractions: .piece, splitsCase: false, digits: 1, slashAfterPunctuation: false)
    /// Qwen 3.5.
    static let qwen35 = PieceRules(contractions: .piece, splitsCase: false, digits: 1, slashAfterPunctuation: false, marksInWords: true)
    /// Mistral's Tekken.
    static let tekken = PieceRules(contractions: .none, splitsCase: true, digits: 1, slashAfterPunctuation: true)
}
