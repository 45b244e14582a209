public import WaybillInterchange

/// What is known of the health of a model of the routes.
public struct ModelHealth: Sendable, Hashable {
    /// The model.
    public var model: ModelName
    /// Why it is not to be asked now; `nil`: it may be, by one of its keys at least.
    public var closure: HealthSnapshot.Closure?
    /// About how long one more request would wait for a slot of its server.
    public var slotWait = Duration.zero
    /// What is known of each key of its provider, in the order in which they are preferred; one without a name where it needs none.
    public var keys: [KeyHealth]

    /// Creates a value.
    public init(model: ModelName, closure: HealthSnapshot.Closure?, keys: [KeyHealth]) {
        self.model = model
        self.closure = closure
        self.keys = keys
    }
}

/// What is known of a model as it is reached by one key.
public struct KeyHealth: Sendable, Hashable {
    /// The key's name, never the key; `nil` where none is needed.
    public var credential: String?
    /// Why it is not to be used now; `nil`: it may be.
    public var closure: HealthSnapshot.Closure?
    /// What its account may still use of the model per minute; `nil`: no limit is known.
    public var requests: RateLimitStatus.Allowance?
    /// The same of tokens, those of requests under way taken off.
    public var tokens: RateLimitStatus.Allowance?
    /// How many requests wait for its account.
    public var waiting = 0
    /// How many tokens they reserve.
    public var waitingTokens = 0
    /// How long the first content took lately, the latest answers counting most; `nil`: it has not answered yet.
    public var firstToken: Duration?
    /// How long whole answers took lately.
    public var answer: Duration?

    /// Creates a value of which nothing is known.
    public init(credential: String?) { self.credential = credential }
}

/// What is known of a server of which the requests at a time are limited.
public struct ServerHealth: Sendable, Hashable {
    /// Its address.
    public var server: String
    /// The most requests at a time.
    public var limit: Int
    /// How many there are.
    public var inUse: Int
    /// How many wait.
    public var waiting: Int

    /// Creates a value.
    public init(server: String, limit: Int, inUse: Int, waiting: Int) {
        self.server = server
        self.limit = limit
        self.inUse = inUse
        self.waiting = waiting
    }
}
