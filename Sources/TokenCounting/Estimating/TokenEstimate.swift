/// How many tokens a text may have where its tokenizer is not at hand.
///
/// `lower ≤ expected ≤ upper`. The expected value is what to plan with; the bounds are what to rely on.
public struct TokenEstimate: Sendable, Hashable {
    /// The text has at least this many.
    ///
    /// Where it is known how the tokenizer cuts text into pieces, the pieces that it surely makes: no token reaches across two. Where it is
    /// not, 1 for any text that is not empty: vocabularies have tokens of a kilobyte.
    public var lower: Int
    /// The text has about this many.
    public var expected: Int
    /// The text has at most this many: one for each byte of UTF-8.
    ///
    /// And one more where the tokenizer may put a space before the text, as those of the SentencePiece kind do. It holds unless the tokenizer
    /// first rewrites the text into a longer one, as compatibility normalization does with a few characters, such as U+FDFA.
    public var upper: Int

    /// Creates an estimate.
    public init(lower: Int, expected: Int, upper: Int) {
        self.lower = lower
        self.expected = expected
        self.upper = upper
    }
}
