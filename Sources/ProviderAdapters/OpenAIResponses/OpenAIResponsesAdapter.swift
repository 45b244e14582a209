public import WaybillInterchange
public import WaybillRoutes

/// Speaks OpenAI's Responses API for one model: `POST /responses`, stateless, the whole conversation in every request.
///
/// ## The body
/// Members stand in this order, so that bodies of one prompt begin with the same bytes: `model`, `tools`, `parallel_tool_calls`, `text`,
/// `reasoning`, `instructions`, `input`; then what differs from call to call or is no part of the prompt: `tool_choice`, `temperature`,
/// `top_p`, `max_output_tokens`, `service_tier`, what the cache is asked for (`prompt_cache_key`, `prompt_cache_retention`, `prompt_cache_options`),
/// `safety_identifier`, `store`, `include`, `stream`, `stream_options`. Members without a value are left out.
///
/// Vendor extras under ``AdapterName/openAIResponses`` are merged into the body member by member and win (`{"reasoning": {"summary":
/// "auto"}}` keeps the effort); `null` takes a member out; lists under `tools` and `include` are appended. `model`, `input`, `store`, `stream`,
/// `background` and what limits and prices rest on, `max_output_tokens` and `service_tier`, cannot be set.
///
/// ## What is adjusted
/// - `temperature` and `top_p` are left out for models that reason, unless the effort is `none`, since they refuse them.
/// - An effort that the model does not list becomes the nearest that it lists; of two equally near, the lower. Thinking is not switched off.
/// - `max_output_tokens` is raised to 16, the API's minimum, or lowered to the model's maximum.
/// - A `service_tier` is left out where the model's price is known and has none for it.
/// - `stop` and `seed` are left out: the API does not know them.
/// - Reasoning and items of unknown kinds go back only to the model they came from.
/// - Instructions go as a developer message where a cache breakpoint is to stand at their end, since `instructions` takes none.
///
/// A class, so that asking it about a request copies none of what it knows.
public final class OpenAIResponsesAdapter: ProviderAdapter {
    /// The model it speaks for.
    public let model: ModelName
    private let provider: Provider
    private let facts: Model

    /// The members that vendor extras cannot set.
    private static let reserved = ["model", "input", "store", "stream", "background", "max_output_tokens", "service_tier"]

    /// The members that the counting endpoint takes; it refuses others.
    private static let countedExtras = [
        "conversation", "instructions", "parallel_tool_calls", "personality", "previous_response_id", "reasoning", "text", "tool_choice",
        "tools", "truncation",
    ]

    /// Creates the adapter of one model.
    ///
    /// - Parameters:
    ///   - provider: The endpoint; its `store` and headers go into every request.
    ///   - model: What is known of the model. What is not known is tried.
    public init(provider: Provider, model: Model) {
        self.model = ModelName(provider: provider.name, id: model.id)
        self.provider = provider
        self.facts = model
    }

    /// Says whether the model can be asked this, and what would have to be adjusted.
    public func review(_ request: PreparedRequest, _ parameters: GenerationParameters) -> AdapterReview {
        if let obstacle = ResponsesObstacle.find(in: request, for: facts, ownExtras: extras(of: request)) {
            return AdapterReview(obstacle: .cannotExpress(obstacle))
        }
        let extras = ExtrasReview(request.request, for: .openAIResponses, reserved: Self.reserved)
        if let obstacle = extras.obstacle { return AdapterReview(obstacle: .cannotExpress(obstacle)) }
        let settings = ResponsesSettings(parameters, for: facts, hasTools: !request.request.tools.isEmpty)
        return AdapterReview(
            adjustments: settings.adjustments + input.adjustments(of: request.items) + cacheAdjustments(of: request)
                + extras.adjustments)
    }

    /// Writes the exact request.
    public func encode(_ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool) -> EncodedRequest {
        let body = body(request, parameters, streaming: streaming, BodyRepairs(request.repairs))
        return EncodedRequest(path: "/responses", body: body, provider: provider, streaming: streaming)
    }

    /// Leaves out what a request can do without.
    public func repair(
        _ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool, without refused: RefusedParameter
    ) -> RequestRepair? {
        RepairableParameter.repair(refused, of: request) { body(request, parameters, streaming: streaming, $0) }
    }

    private func body(
        _ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool, _ repairs: BodyRepairs
    ) -> RequestBody.Written {
        let settings = ResponsesSettings(parameters, for: facts, hasTools: !request.request.tools.isEmpty)
        return RequestBody.encode(extras: extras(of: request), reserved: Self.reserved, repairs: repairs) { body in
            body.member("model", .string(facts.id))
            writePrompt(request, settings, to: &body)
            body.writeToolChoice(request.request)
            body.writeLimits(settings)
            cache(of: request).write(to: &body)
            body.member("safety_identifier", request.safetyIdentifier.map(JSONValue.string))
            body.member("store", .bool(provider.store))
            if carriesReasoning { body.member("include", grows: true) { $0.value(["reasoning.encrypted_content"]) } }
            body.writeStreaming(streaming)
        }
    }

    /// Creates the reader of one answer.
    public func makeDecoder(outputLimit: Int?) -> any AnswerDecoder {
        ResponsesDecoder(model: model, outputLimit: outputLimit)
    }

    /// Understands a response with an error status.
    public func failure(status: Int, headers: [HeaderField], body: [UInt8]) -> ModelFailure {
        FailureClassifier(model: model).failure(status: status, headers: headers, body: body)
    }

    public func rateLimits(headers: [HeaderField]) -> RateLimitStatus? { RateLimitStatus(headers: headers) }

    public func billing(headers: [HeaderField]) -> BillingNotice? { BillingNotice(headers: headers) }

    /// Asks `POST /responses/input_tokens`, with what of the request counts.
    public func encodeCount(_ request: PreparedRequest, _ parameters: GenerationParameters) -> EncodedRequest? {
        let settings = ResponsesSettings(parameters, for: facts, hasTools: !request.request.tools.isEmpty)
        let body = RequestBody.encode(
            extras: extras(of: request)?.keeping(Self.countedExtras), reserved: Self.reserved, repairs: BodyRepairs(request.repairs)
        ) { body in
            body.member("model", .string(facts.id))
            writePrompt(request, settings, to: &body)
            body.writeToolChoice(request.request)
        }
        return EncodedRequest(path: "/responses/input_tokens", body: body, provider: provider, streaming: false)
    }

    /// Writes what is rendered into the prompt.
    private func writePrompt(_ request: PreparedRequest, _ settings: ResponsesSettings, to body: inout RequestBody) {
        body.writeTools(request, settings)
        body.writeText(request, settings)
        body.writeReasoning(settings)
        let breakpoint = breakpoint(in: request)
        if breakpoint != .instructions { body.member("instructions", request.request.instructions.map(JSONValue.string)) }
        body.member("input") { input.write(request, breakpoint, to: &$0) }
    }

    public func cacheSteering(of request: PreparedRequest) -> CacheSteering {
        cache(of: request).sent(with: breakpoint(in: request))
    }

    private func cache(of request: PreparedRequest) -> CacheRequest { CacheRequest(request, extras: extras(of: request)) }

    /// Where a breakpoint is set; instructions out of vendor extras cannot be moved to where they take one.
    private func breakpoint(in request: PreparedRequest) -> CacheBreakpoint {
        let isMovable = request.request.instructions?.isEmpty == false && extras(of: request)?["instructions"] == nil
        return cache(of: request).breakpoint(in: request, hasInstructions: isMovable)
    }

    private func cacheAdjustments(of request: PreparedRequest) -> [Adjustment] {
        guard breakpoint(in: request) == .instructions else { return [] }
        return [
            Adjustment(.normalized, "instructions", "they go as a developer message, at whose end a cache breakpoint can stand")
        ]
    }

    private var input: ResponsesInput { ResponsesInput(reader: model, isStored: provider.store) }

    /// Whether reasoning must come along in a form that can be sent back.
    ///
    /// Only models that reason know the form; others refuse it.
    private var carriesReasoning: Bool { !provider.store && facts.isKnownToReason }

    private func extras(of request: PreparedRequest) -> JSONObject? { request.request.extras[.openAIResponses] }
}
