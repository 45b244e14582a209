/// How one model at one provider says things: bytes in, values out.
///
/// An adapter is made once per candidate, at load. It does no I/O, knows no retry, reads no clock and no secret.
public protocol ProviderAdapter: Sendable {
    /// The model it speaks for.
    var model: ModelName { get }

    /// Says, before anything is sent, whether the model can be asked this, and what would have to be adjusted.
    func review(_ request: PreparedRequest, _ parameters: GenerationParameters) -> AdapterReview

    /// Writes the exact request. Only for requests that ``review(_:_:)`` finds no obstacle for.
    ///
    /// - Parameter streaming: Whether the answer should come as server-sent events.
    func encode(_ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool) -> EncodedRequest

    /// Creates the reader of one answer with status 2xx.
    ///
    /// - Parameter outputLimit: The output limit that was sent, so that a server that does not say "length" can be understood.
    func makeDecoder(outputLimit: Int?) -> any AnswerDecoder

    /// Understands a response with an error status. The body may be of any kind and may have been cut at 64 KiB.
    func failure(status: Int, headers: [HeaderField], body: [UInt8]) -> ModelFailure

    /// How a request can be sent to a model that refused a parameter of it; `nil`, as by default, where it cannot: the request does not have the
    /// parameter, or means something by it that must not be lost.
    ///
    /// The router asks for a repair by ``PreparedRequest/repairs``.
    func repair(
        _ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool, without refused: RefusedParameter
    ) -> RequestRepair?

    /// What a request asks of the model's prompt cache when it is sent: its ``PreparedRequest/steering``, as by default, or what the program's
    /// vendor extras say in its place, without what the model refused.
    ///
    /// ``CacheSteering/marksStablePart`` says whether a breakpoint really is set.
    func cacheSteering(of request: PreparedRequest) -> CacheSteering

    /// What a response's headers say of the account's rate limits, whatever its status; `nil`: nothing, as by default.
    func rateLimits(headers: [HeaderField]) -> RateLimitStatus?

    /// What the headers of an answer say of its tier and its cost; `nil`: nothing, as by default. What the answer itself says comes first.
    func billing(headers: [HeaderField]) -> BillingNotice?

    /// Writes the request that asks the provider how many input tokens a request has; `nil` where the provider has no count of its own.
    ///
    /// Only for requests that ``review(_:_:)`` finds no obstacle for.
    func encodeCount(_ request: PreparedRequest, _ parameters: GenerationParameters) -> EncodedRequest?

    /// Reads the provider's answer to ``encodeCount(_:_:)`` with status 2xx.
    ///
    /// - Throws: ``ModelFailure`` where it holds no count.
    func decodeCount(_ body: [UInt8]) throws(ModelFailure) -> Int
}

extension ProviderAdapter {
    public func rateLimits(headers: [HeaderField]) -> RateLimitStatus? { nil }

    public func billing(headers: [HeaderField]) -> BillingNotice? { nil }

    public func cacheSteering(of request: PreparedRequest) -> CacheSteering { request.steering ?? CacheSteering() }

    public func repair(
        _ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool, without refused: RefusedParameter
    ) -> RequestRepair? { nil }

    /// Providers have no count of their own, unless their adapter knows of one.
    public func encodeCount(_ request: PreparedRequest, _ parameters: GenerationParameters) -> EncodedRequest? { nil }

    /// Reads a count as most servers write it: `{"input_tokens": N}` or `{"count": N}`.
    public func decodeCount(_ body: [UInt8]) throws(ModelFailure) -> Int {
        do {
            let answer = try JSONReader.read(body)
            if let count = answer["input_tokens"]?.intValue ?? answer["count"]?.intValue, count >= 0 { return count }
        } catch {
            // What is no JSON is no count either.
        }
        throw ModelFailure(
            .malformedAnswer, scope: .model, "What came is no token count; check base_url, api and dialect in the provider file.",
            model: model)
    }
}

/// What an adapter says of a request before it is sent.
public struct AdapterReview: Sendable, Hashable {
    /// Why the model cannot be asked, or `nil`.
    public var obstacle: SetAsideReason?
    /// What would be adjusted.
    ///
    /// With `strict: true` on the route, any of these but normalisation is an obstacle.
    public var adjustments: [Adjustment]

    /// Creates a review.
    public init(obstacle: SetAsideReason? = nil, adjustments: [Adjustment] = []) {
        self.obstacle = obstacle
        self.adjustments = adjustments
    }
}

/// A request as an adapter wrote it.
///
/// The router adds the credential and its request id.
public struct EncodedRequest: Sendable, Hashable {
    /// The method.
    public var method: String
    /// What follows the provider's base URL, such as `/responses`.
    public var path: String
    /// Whether ``path`` follows the server's root, which is the base URL without `/v1` at its end.
    public var startsAtServerRoot = false
    /// The headers, without any credential.
    public var headers: [HeaderField]
    /// The exact body.
    public var body: [UInt8]
    /// How many bytes of ``body``, from the first, belong to the stable part of the prompt; `nil`: not told.
    public var stableBytes: Int?

    /// Creates a request.
    public init(method: String = "POST", path: String, headers: [HeaderField], body: [UInt8]) {
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}

extension EncodedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The request in one line, with only the size of the body, which holds the prompt.
    public var description: String { "\(method) \(path) (\(headers.map(\.description).joined(separator: ", "))), \(body.count) bytes" }

    public var debugDescription: String { description }

    /// Shows what the description shows, so that `dump` does not print a prompt.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
