public import WaybillInterchange

/// One call in the narrow form that reports are made of.
///
/// Words are numbers; ``LedgerNames`` has their texts. Times are whole microseconds.
public struct CallRow: Sendable, Hashable {
    /// The call's number in these books.
    public var call: Int64
    /// When it began, since 1970-01-01 00:00 UTC.
    public var began: Int64
    public var workload: Int64
    public var flags: CallFlags
    /// How long it took; `nil`: it is not known to have ended.
    public var duration: Int64?
    /// The model that answered.
    public var model: Int64?
    public var failure: Int64?
    /// How many attempts it made.
    public var attempts: Int
    /// When the first content of the answer came, since the call began.
    public var firstToken: Int64?
    /// What its attempts cost together; `nil`: not known.
    public var cost: Money?
}

/// One attempt in the narrow form that reports are made of.
public struct AttemptRow: Sendable, Hashable {
    public var call: Int64
    public var number: Int
    public var model: Int64
    /// When it was sent, since 1970-01-01 00:00 UTC.
    public var started: Int64
    public var flags: AttemptFlags
    public var outcome: Int64
    public var failure: Int64?
    /// How long it took.
    public var duration: Int64
    /// When its first content came, since it was sent.
    public var firstToken: Int64?
    /// Its tokens; `nil` where its provider did no work.
    public var usage: Usage?
    /// Its input as it was counted here.
    public var countedInput: Int?
    /// Its output as it was counted here.
    public var countedOutput: Int?
    /// The tokens that were expected to be read from the model's prompt cache; `nil`: nothing was known of the cache.
    public var expectedCached: Int?
    /// What its tokens cost; `nil`: there are none, or the price is not known.
    public var cost: Money?
    /// What its provider says that it cost.
    public var reportedCost: Money?
    public var serviceTier: Int64?
    public var credential: Int64?

    /// Tokens in classes that do not overlap.
    public struct Usage: Sendable, Hashable {
        public var uncachedInput: Int
        public var cachedInput: Int
        public var cacheWrite: Int
        public var outputText: Int
        public var reasoning: Int
        public var audioInput: Int
        public var imageInput: Int
        public var audioOutput: Int
        public var imageOutput: Int
        /// Whether the provider reported them.
        public var isExact: Bool
    }
}

/// The words of the books by the numbers that rows name them by.
public struct LedgerNames: Sendable {
    private let words: WordBook

    init(_ words: WordBook) { self.words = words }

    /// The word with a number.
    public subscript(_ number: Int64) -> String { words.word(Int(number)) ?? "?" }

    /// The word with a number, where there is one.
    public subscript(_ number: Int64?) -> String? { number.map { self[$0] } }
}
