/// One call as the books keep it.
public struct CallRecord: Sendable, Hashable {
    /// What is known of it from its beginning.
    public var heading: CallHeading
    /// What the call did, attempt by attempt.
    public var report: RouteReport
    /// What it failed with, also where the route's last resort was served; `nil`: it brought an answer.
    public var failure: FailureKind?

    /// Creates a record.
    public init(heading: CallHeading, report: RouteReport, failure: FailureKind?) {
        self.heading = heading
        self.report = report
        self.failure = failure
    }
}

/// What the books keep of a call from its beginning: who asked for what kind of work, and what planning it again needs.
public struct CallHeading: Sendable, Hashable {
    /// Its name.
    public var id: CallID
    /// When it began, since 1970-01-01 00:00 UTC.
    public var began: Duration
    /// The workload that was asked for.
    public var workload: Workload
    /// Whether the `"*"` route serves it.
    public var servedByWildcard = false
    /// The version of the routes that it went by; `nil`: not known.
    public var version: RoutesVersion?
    /// The version of the prompt, by the request or else its route.
    public var promptVersion: String?
    /// What weighted choices hang on: a hash that says nothing of what it was made from.
    public var requestKey: UInt64
    /// What a model must be able to do to serve it.
    public var features: [Feature]
    /// What the request itself asked for; its stop texts are left out.
    public var parameters: GenerationParameters
    /// The longest time that the request itself allowed; `nil`: its route's.
    public var deadline: Duration?
    /// The tokens of its input by each tokenizer that its candidates count with, before anything learned corrects them.
    public var inputTokens: [TokenCount]
    /// What the plan expected it to cost at the candidate that was to be asked first; `nil`: not known.
    public var expectedCost: Money?
    /// The metadata that the route goes by or the books are asked to keep, in the order of their keys.
    public var tags: [Tag]
    /// The first 8 bytes of the fingerprint of the prompt's stable part; `nil`: it has none.
    public var prefix: UInt64?
    /// The fingerprint of the whole prompt, 32 bytes, where that is asked for.
    public var contentHash: [UInt8]?

    /// A key and a value of a request's metadata.
    public struct Tag: Sendable, Hashable {
        /// The key.
        public var key: String
        /// The value.
        public var value: String

        /// Creates a tag.
        public init(_ key: String, _ value: String) {
            self.key = key
            self.value = value
        }
    }

    /// Creates a heading with what every call has.
    public init(id: CallID, began: Duration, workload: Workload, requestKey: UInt64 = 0) {
        self.id = id
        self.began = began
        self.workload = workload
        self.requestKey = requestKey
        features = []
        parameters = GenerationParameters()
        inputTokens = []
        tags = []
    }
}
