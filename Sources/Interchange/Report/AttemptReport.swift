/// What one attempt (one HTTP exchange) did.
///
/// Every attempt leaves exactly one, also when it failed, was cut or was cancelled.
public struct AttemptReport: Sendable, Hashable {
    /// How an attempt ended, as an open vocabulary.
    public struct Outcome: OpenVocabulary {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// Its answer was handed over.
        public static let answered: Outcome = "answered"
        /// It failed; see ``AttemptReport/failure``.
        public static let failed: Outcome = "failed"
        /// The caller cancelled or let go of the stream, or the call ended otherwise while it was under way.
        public static let cancelled: Outcome = "cancelled"
        /// Another attempt, made beside it, brought content first.
        public static let hedgedOut: Outcome = "hedged-out"
    }

    /// Which attempt of the call it was, from 1.
    public var number: Int
    /// The model that was asked.
    public var model: ModelName
    /// The name of the key that was used; never the key.
    public var credential: String?
    /// How it ended.
    public var outcome: Outcome
    /// Whether it brought an answer that is incomplete: cut short by an output limit or a filter.
    public var isIncomplete = false
    /// The HTTP status, where one came.
    public var status: Int?
    /// What went wrong.
    public var failure: FailureKind?
    /// What the failure speaks about.
    public var scope: FailureScope?
    /// The provider's code for the error.
    public var providerCode: String?
    /// How long the provider asked to wait.
    public var retryAfter: Duration?
    /// The provider's id of the request.
    public var requestID: String?
    /// Whether it was made beside another that was silent.
    public var isHedge = false
    /// How long the call waited before this attempt (backoff, Retry-After).
    public var waited: Duration
    /// When it was sent, since the call began.
    public var started: Duration
    /// When its first content came, since the call began.
    public var firstToken: Duration?
    /// When it ended, since the call began.
    public var ended: Duration
    /// The size of the body sent.
    public var bytesSent: Int
    /// The size of the body received, decompressed.
    public var bytesReceived: Int
    /// How many events of the stream were passed over because they were no JSON.
    public var skippedEvents = 0
    /// Its tokens: reported, or estimated where it ended early; `nil` where the provider did no work.
    public var usage: TokenUsage?
    /// The tokens that were expected to be read from the model's prompt cache, by what was sent there before; `nil`: nothing is known of the
    /// cache.
    ///
    /// ``usage`` says what was read.
    public var expectedCachedTokens: Int?
    /// How many more were expected of a candidate that the route prefers to this one, or of another key: what going here gave up.
    public var cachedTokensGivenUp = 0
    /// Its tokens as counted here, beside ``usage``; `nil` where the provider did no work.
    public var counted: CountedTokens?
    /// Where ``counted`` and what the provider reported differ more than they should.
    public var drift: [CountDrift] = []
    /// The service tier that it is billed by: the one that the answer names, else the one that was asked for; `nil`: the ordinary one.
    public var serviceTier: ServiceTier?
    /// What it cost by the price in the provider file; `nil` where it used nothing or a price that it needs is not known.
    public var cost: Money?
    /// The day on which the price was true that ``cost`` was made with, `YYYY-MM-DD`; `nil` where there is no cost or the price has no day.
    public var priceDate: String?
    /// The first part of the price that is not known though it was needed, by its key in the provider file: `price`, `tiers.flex`,
    /// `audio_output`, `fees.web_search`; `nil` where the cost is known.
    public var missingPrice: String?
    /// What the provider says that it cost, where it says so.
    public var reportedCost: Money?
    /// What was decided after it, and why.
    public var decision: String

    /// Creates the report of an attempt that has just been sent.
    public init(number: Int, model: ModelName, credential: String? = nil, waited: Duration = .zero, started: Duration, bytesSent: Int) {
        self.number = number
        self.model = model
        self.credential = credential
        self.outcome = .cancelled
        self.waited = waited
        self.started = started
        self.ended = started
        self.bytesSent = bytesSent
        self.bytesReceived = 0
        self.decision = ""
    }
}

extension AttemptReport {
    /// Whether the provider's cost and ours are further apart than rounding explains: by more than a microdollar.
    ///
    /// Of tokens that were estimated here a provider's cost says nothing, so that the two are not compared.
    public var costDiffers: Bool {
        usage?.certainty == .exact && Self.costsDiffer(cost, reportedCost)
    }

    /// Whether a provider's cost and ours are further apart than rounding explains.
    package static func costsDiffer(_ cost: Money?, _ reported: Money?) -> Bool {
        guard let cost, let reported else { return false }
        return (cost.picodollars - reported.picodollars).magnitude > roundingPicodollars
    }

    /// A microdollar: the coarsest that a provider is expected to round to.
    private static let roundingPicodollars: UInt128 = 1_000_000

    /// The attempt in a few words, such as `openai/gpt-5.4-mini rate-limited (HTTP 429)`.
    public var summary: String {
        "\(model) \(failure?.rawValue ?? outcome.rawValue)\(status.map { " (HTTP \($0))" } ?? "")"
    }
}

extension AttemptReport: JSONWritable {
    public var json: JSONValue {
        var object: JSONObject = ["number": .number(JSONNumber(number)), "model": model.json, "outcome": outcome.json]
        object["status"] = status.map { .number(JSONNumber($0)) } ?? .null
        object.set("credential", credential)
        object.set("failure", failure)
        object.set("scope", scope)
        object.set("provider_code", providerCode)
        if let retryAfter { object["retry_after"] = .number(JSONNumber(seconds: retryAfter)) }
        object.set("request_id", requestID)
        if isHedge { object["hedge"] = true }
        if isIncomplete { object["incomplete"] = true }
        object["waited"] = .number(JSONNumber(seconds: waited))
        object["started"] = .number(JSONNumber(seconds: started))
        if let firstToken { object["first_token"] = .number(JSONNumber(seconds: firstToken)) }
        object["ended"] = .number(JSONNumber(seconds: ended))
        object.set("bytes_sent", bytesSent)
        object.set("bytes_received", bytesReceived)
        if skippedEvents > 0 { object.set("skipped_events", skippedEvents) }
        object.set("usage", usage)
        object.set("expected_cached_tokens", expectedCachedTokens)
        if cachedTokensGivenUp > 0 { object.set("cached_tokens_given_up", cachedTokensGivenUp) }
        object.set("counted", counted)
        if !drift.isEmpty { object["drift"] = drift.json }
        object.set("service_tier", serviceTier)
        object.set("cost", cost)
        object.set("price_date", priceDate)
        object.set("missing_price", missingPrice)
        object.set("reported_cost", reportedCost)
        if costDiffers { object["cost_differs"] = true }
        object["decision"] = .string(decision)
        return .object(object)
    }
}
