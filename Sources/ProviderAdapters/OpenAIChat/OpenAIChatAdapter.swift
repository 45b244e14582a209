public import WaybillInterchange
public import WaybillRoutes

/// How a model is spoken to through Chat Completions: OpenAI's own, or that of a compatible server with its ``Dialect``.
///
/// What a model can be asked is judged by declared facts alone: its features and efforts, and the dialect. The review and the bytes come
/// from the same ``ChatSettings``, so that nothing is left out of the bytes that the review does not tell.
///
/// A class, so that asking it about a request copies none of what it knows.
public final class OpenAIChatAdapter: ProviderAdapter {
    /// The model it speaks for.
    public let model: ModelName
    /// The model's declared facts.
    let facts: Model
    /// How its server differs from OpenAI's.
    let dialect: Dialect
    /// Under which name vendor extras are for this adapter.
    let extrasName: AdapterName
    private let provider: Provider

    /// Creates the adapter of one model.
    ///
    /// - Parameters:
    ///   - provider: The provider. Its ``Provider/dialect`` counts where the API is ``ProviderAPI/openAICompatible``.
    ///   - model: The model's declared facts.
    public init(provider: Provider, model: Model) {
        let api = provider.api == .rehearsal ? provider.speaks : model.api ?? provider.api
        self.model = ModelName(provider: provider.name, id: model.id)
        facts = model
        dialect = api == .openAICompatible ? provider.dialect : .openAI
        extrasName = api == .openAICompatible ? .openAICompatible : .openAIChat
        self.provider = provider
    }

    /// Says, from declared facts alone, what keeps the model from being asked and what would be said otherwise.
    public func review(_ request: PreparedRequest, _ parameters: GenerationParameters) -> AdapterReview {
        let settings = ChatSettings(request, parameters, for: self)
        let content = ChatContentReview(request, for: self)
        return AdapterReview(
            obstacle: (settings.obstacle ?? content.obstacle).map(SetAsideReason.cannotExpress),
            adjustments: settings.adjustments + content.adjustments)
    }

    /// Writes a request to `/chat/completions`.
    public func encode(_ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool) -> EncodedRequest {
        let body = body(request, parameters, streaming: streaming, BodyRepairs(request.repairs))
        return EncodedRequest(path: "/chat/completions", body: body, provider: provider, streaming: streaming)
    }

    /// Leaves out what a request can do without, and knows both names of the output limit.
    public func repair(
        _ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool, without refused: RefusedParameter
    ) -> RequestRepair? {
        RepairableParameter.repair(refused, of: request) { body(request, parameters, streaming: streaming, $0) }
    }

    /// Asks the server's own endpoint, where its dialect names one.
    public func encodeCount(_ request: PreparedRequest, _ parameters: GenerationParameters) -> EncodedRequest? {
        switch dialect.tokenCount {
        case .none: return nil
        case .inputTokens:
            var encoded = encode(request, parameters, streaming: false)
            encoded.path += "/input_tokens"
            return encoded
        case .tokenize:
            let settings = ChatSettings(request, parameters, for: self)
            let extras = request.request.extras[extrasName]?.keeping(Self.tokenizedExtras)
            let body = RequestBody.encode(
                extras: extras, reserved: Self.reservedMembers, repairs: BodyRepairs(request.repairs)
            ) { body in
                body.member("model", .string(model.id))
                settings.writeTools(request, to: &body)
                body.member("messages") { ChatMessages(request, .none, for: self).write(to: &$0) }
                settings.writeContinuation(to: &body)
            }
            var encoded = EncodedRequest(path: "/tokenize", body: body, provider: provider, streaming: false)
            encoded.startsAtServerRoot = true
            return encoded
        }
    }

    /// Creates the reader of one answer.
    public func makeDecoder(outputLimit: Int?) -> any AnswerDecoder {
        ChatDecoder(model: model, reasoningFields: dialect.reasoningFields, outputLimit: outputLimit)
    }

    /// Understands an error response.
    public func failure(status: Int, headers: [HeaderField], body: [UInt8]) -> ModelFailure {
        FailureClassifier(model: model).failure(status: status, headers: headers, body: body)
    }

    public func rateLimits(headers: [HeaderField]) -> RateLimitStatus? { RateLimitStatus(headers: headers) }

    public func billing(headers: [HeaderField]) -> BillingNotice? { BillingNotice(headers: headers) }

    public func cacheSteering(of request: PreparedRequest) -> CacheSteering {
        cache(of: request).sent(with: breakpoint(in: request))
    }
}

extension OpenAIChatAdapter {
    /// The members of a body that vendor extras cannot change.
    static let reservedMembers = [
        "model", "messages", "n", "stream", "stream_options", "max_tokens", "max_completion_tokens", "service_tier",
    ]

    /// The members of vendor extras that change how a server renders a prompt, and that `/tokenize` takes.
    private static let tokenizedExtras = [
        "tools", "chat_template", "chat_template_kwargs", "add_generation_prompt", "continue_final_message", "mm_processor_kwargs",
    ]

    private func cache(of request: PreparedRequest) -> CacheRequest { CacheRequest(request, extras: request.request.extras[extrasName]) }

    private func breakpoint(in request: PreparedRequest) -> CacheBreakpoint {
        cache(of: request).breakpoint(in: request, hasInstructions: request.request.instructions?.isEmpty == false)
    }

    private func body(
        _ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool, _ repairs: BodyRepairs
    ) -> RequestBody.Written {
        let settings = ChatSettings(request, parameters, for: self)
        return RequestBody.encode(extras: request.request.extras[extrasName], reserved: Self.reservedMembers, repairs: repairs) { body in
            write(request, settings, streaming: streaming, to: &body)
        }
    }

    /// Writes the members of a body in their fixed order.
    ///
    /// First comes what a provider renders into the prompt, so that the requests of one conversation begin with the same bytes, up to the
    /// end of the earlier one's messages; then what only steers the answer.
    private func write(_ request: PreparedRequest, _ settings: ChatSettings, streaming: Bool, to body: inout RequestBody) {
        body.member("model", .string(model.id))
        settings.writePromptMembers(request, to: &body)
        body.member("messages") { ChatMessages(request, breakpoint(in: request), for: self).write(to: &$0) }
        settings.writeSteeringMembers(to: &body)
        cache(of: request).write(to: &body)
        if dialect.safetyIdentifier { body.member("safety_identifier", request.safetyIdentifier.map(JSONValue.string)) }
        if dialect.store { body.member("store", .bool(provider.store)) }
        if streaming {
            body.member("stream", true)
            writeStreamOptions(to: &body)
        }
    }

    private func writeStreamOptions(to body: inout RequestBody) {
        guard dialect.usageOnStreams || dialect.streamObfuscation else { return }
        body.member("stream_options") { body in
            body.object { body in
                if dialect.usageOnStreams { body.member("include_usage", true) }
                if dialect.streamObfuscation { body.member("include_obfuscation", false) }
            }
        }
    }
}
