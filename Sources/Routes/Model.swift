public import WaybillInterchange

/// The facts of one model at one provider.
///
/// What is `nil` is not known.
public struct Model: Sendable, Hashable {
    /// What the provider calls it.
    public var id: String
    /// An API other than the provider's.
    public var api: ProviderAPI?
    /// The most tokens of input and output together.
    public var contextWindow: Int?
    /// The most tokens of output.
    public var maxOutputTokens: Int?
    /// Its tokenizer, such as `o200k_base`; for one out of a file, the path of that.
    public var tokenizer: String?
    /// The file of its tokenizer, if it has one.
    public var tokenizerFile: TokenizerFile?
    /// What it can do; `nil`: not known, so anything is tried.
    public var features: [Feature]?
    /// Whether it can answer piece by piece.
    public var streaming = true
    /// The reasoning efforts it takes; `nil`: not known.
    public var efforts: [ReasoningEffort]?
    /// What its tokens cost.
    public var price: Price?
    /// What its prompt cache does; `nil`: what its provider's does.
    public var cache: CacheRules?
    /// The day on which it is shut down, `YYYY-MM-DD`.
    public var shutdown: String?
    /// The model that its provider names as successor.
    public var replacedBy: String?
    /// The operator's own labels; they add to its provider's.
    public var labels: [String] = []
    /// Clocks of its own.
    public var clocks = Clocks()
    /// Rate limits of its own.
    public var rateLimits = RateLimits()
    /// Where it is defined; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates a model about which nothing else is known.
    public init(id: String) { self.id = id }

    /// Whether it can do this, as far as is known.
    public func has(_ feature: Feature) -> Bool { features?.contains(feature) ?? true }
}

/// A `tokenizer.json` that a model names.
public struct TokenizerFile: Sendable, Hashable {
    /// The path of the file.
    public var path: String
    /// Where it is named; `nil` for a model built in code.
    public var namedAt: SourceLocation?

    /// Creates a reference to a file, which is not looked at.
    public init(path: String, namedAt: SourceLocation? = nil) {
        self.path = path
        self.namedAt = namedAt
    }
}

/// How long each part of a request may take; what is `nil` is said elsewhere.
public struct Clocks: Sendable, Hashable {
    /// To reach the server: name resolution, TCP and TLS.
    public var connect: Duration?
    /// Silence before the first content.
    public var firstToken: Duration?
    /// Silence between two pieces of a stream.
    public var stall: Duration?

    /// Creates clocks.
    public init(connect: Duration? = nil, firstToken: Duration? = nil, stall: Duration? = nil) {
        self.connect = connect
        self.firstToken = firstToken
        self.stall = stall
    }

    /// These clocks, with what they leave open taken from `base`.
    public func overriding(_ base: Clocks) -> Clocks {
        Clocks(connect: connect ?? base.connect, firstToken: firstToken ?? base.firstToken, stall: stall ?? base.stall)
    }
}

/// What an account may use of a model per minute; `nil`: not known.
public struct RateLimits: Sendable, Hashable {
    /// Requests.
    public var requestsPerMinute: Int?
    /// Tokens, input and output together.
    public var tokensPerMinute: Int?

    /// Creates limits.
    public init(requestsPerMinute: Int? = nil, tokensPerMinute: Int? = nil) {
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }

    /// These limits, with what they leave open taken from `base`.
    public func overriding(_ base: RateLimits) -> RateLimits {
        RateLimits(
            requestsPerMinute: requestsPerMinute ?? base.requestsPerMinute, tokensPerMinute: tokensPerMinute ?? base.tokensPerMinute)
    }
}
