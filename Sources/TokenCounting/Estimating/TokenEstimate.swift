/// How many tokens a text may have where its tokenizer is not at hand.
public struct TokenEstimate: Sendable, Hashable {
    /// The text has at least this many.
    public var lower: Int
    /// The text has about this many.
    public var expected: Int
    /// The text has at most this many.
    public var upper: Int

    /// Creates an estimate.
    public init(lower: Int, expected: Int, upper: Int) {
        self.lower = lower
        self.expected = expected
        self.upper = upper
    }
}
