/// The names of attributes: those of OpenTelemetry's conventions for generative AI where it has one, else our own under `waybill.`.
///
/// All of `gen_ai.*` is in development, and its names still change; they stand here alone. These are the ones that the newest released emitter
/// sends (opentelemetry-util-genai 1.3b0, November 2026); `server.*` and `error.type` are stable.
enum AttributeName: String {
    // MARK: OpenTelemetry

    case operation = "gen_ai.operation.name"
    case provider = "gen_ai.provider.name"
    case requestModel = "gen_ai.request.model"
    case responseModel = "gen_ai.response.model"
    case maxTokens = "gen_ai.request.max_tokens"
    case temperature = "gen_ai.request.temperature"
    case topP = "gen_ai.request.top_p"
    case seed = "gen_ai.request.seed"
    case reasoningLevel = "gen_ai.request.reasoning.level"
    case inputTokens = "gen_ai.usage.input_tokens"
    case outputTokens = "gen_ai.usage.output_tokens"
    case cacheReadTokens = "gen_ai.usage.cache_read.input_tokens"
    case cacheWriteTokens = "gen_ai.usage.cache_write.input_tokens"
    case reasoningTokens = "gen_ai.usage.reasoning.output_tokens"
    case timeToFirstChunk = "gen_ai.response.time_to_first_chunk"
    case tokenType = "gen_ai.token.type"
    case promptVersion = "gen_ai.prompt.version"
    case promptName = "gen_ai.prompt.name"
    case serverAddress = "server.address"
    case serverPort = "server.port"
    case errorType = "error.type"
    case apiType = "openai.api.type"
    case requestServiceTier = "openai.request.service_tier"
    case responseServiceTier = "openai.response.service_tier"

    // MARK: Our own

    case call = "waybill.call.id"
    case workload = "waybill.workload"
    case rule = "waybill.rule"
    case routes = "waybill.routes.version"
    case attempt = "waybill.attempt.number"
    case attempts = "waybill.attempts"
    case outcome = "waybill.outcome"
    case fellBack = "waybill.fallback"
    case degraded = "waybill.degraded"
    case hedge = "waybill.hedge"
    case waited = "waybill.wait"
    case cost = "waybill.cost"
    case expectedCachedTokens = "waybill.cache.expected_tokens"
    case requestID = "waybill.provider.request_id"
    case status = "http.response.status_code"
}
