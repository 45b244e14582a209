import WaybillInterchange

extension ErrorCase {
    /// What each file means.
    static let table: [ErrorCase] = openAI + selfHosted + gateways + otherProviders + odd

    private static let invalid = "invalid_request_error"

    private static let openAI: [ErrorCase] = [
        ErrorCase("openai-bad-request.json", 400, .invalidRequest, .request, code: invalid),
        ErrorCase(
            "openai-missing-parameter.json", 400, .invalidRequest, .request, code: "missing_required_parameter", parameter: "input"),
        ErrorCase(
            "openai-unsupported-parameter.json", 400, .unsupported, .capability, code: "unsupported_parameter", parameter: "temperature"),
        ErrorCase(
            "openai-unsupported-value.json", 400, .unsupported, .capability, code: "unsupported_value", parameter: "reasoning.effort"),
        ErrorCase("openai-service-tier.json", 400, .unsupported, .capability, code: invalid, parameter: "service_tier"),
        ErrorCase(
            "openai-tools-need-effort-none.json", 400, .unsupported, .capability, code: invalid, parameter: "reasoning_effort"),
        ErrorCase("openai-context-length.json", 400, .contextOverflow, .capability, code: "context_length_exceeded", parameter: "input"),
        ErrorCase(
            "openai-string-too-long.json", 400, .unsupported, .capability, code: "string_above_max_length", parameter: "input[0].content"),
        ErrorCase(
            "openai-invalid-image.json", 400, .invalidRequest, .request, code: "invalid_base64_image",
            parameter: "input[0].content[1].image_url"),
        ErrorCase("openai-invalid-prompt.json", 400, .contentPolicy, .request, code: "invalid_prompt"),
        ErrorCase("openai-cyber-policy.json", 400, .contentPolicy, .request, code: "cyber_policy"),
        ErrorCase("openai-safety-system.json", 400, .contentPolicy, .request, code: invalid),
        ErrorCase("openai-misalignment.json", 403, .contentPolicy, .request, code: "misalignment_policy_violation"),
        ErrorCase("openai-identifier-blocked.json", 400, .blockedUser, .request, code: invalid),
        ErrorCase("openai-invalid-encrypted-content.json", 400, .unsupported, .capability, code: "invalid_encrypted_content"),
        ErrorCase("openai-billing-hard-limit.json", 400, .outOfFunds, .credential, code: "billing_hard_limit_reached"),
        ErrorCase("openai-wrong-key.json", 401, .authentication, .credential, code: "invalid_api_key"),
        ErrorCase("openai-missing-key.json", 401, .authentication, .credential, code: invalid),
        ErrorCase("openai-ip-not-authorized.json", 401, .authentication, .credential, code: "ip_not_authorized"),
        ErrorCase("openai-region.json", 403, .authentication, .credential, code: "unsupported_country_region_territory"),
        ErrorCase("openai-model-access.json", 403, .modelNotFound, .model, code: invalid),
        ErrorCase("openai-model-not-found.json", 404, .modelNotFound, .model, code: "model_not_found"),
        ErrorCase(
            "openai-response-not-found.json", 404, .invalidRequest, .request, code: "previous_response_not_found",
            parameter: "previous_response_id"),
        ErrorCase(
            "openai-rate-limit-tokens.json", 429, .rateLimited, .model, code: "rate_limit_exceeded", retryAfter: .milliseconds(1_898)),
        ErrorCase(
            "openai-rate-limit-requests.json", 429, .rateLimited, .model, code: "rate_limit_exceeded", retryAfter: .milliseconds(1_500),
            headers: [HeaderField("Retry-After", "2"), HeaderField("retry-after-ms", "1500")]),
        ErrorCase("openai-request-over-limit.json", 429, .unsupported, .capability, code: "rate_limit_exceeded"),
        ErrorCase("openai-slow-down.json", 429, .rateLimited, .model, code: "slow_down"),
        ErrorCase("openai-quota-legacy.json", 429, .outOfFunds, .credential, code: "insufficient_quota"),
        ErrorCase("openai-credit-exhausted.json", 429, .outOfFunds, .credential, code: "credit_balance_exhausted"),
        ErrorCase("openai-spend-limit.json", 429, .outOfFunds, .credential, code: "project_spend_limit_exceeded"),
        ErrorCase("openai-flex-unavailable.json", 429, .overloaded, .model),
        ErrorCase("openai-server-error.json", 500, .serverError, .model, code: "server_error"),
        ErrorCase(
            "openai-overloaded.json", 503, .overloaded, .model, code: "server_is_overloaded", retryAfter: .seconds(30),
            headers: [
                HeaderField("Date", "Fri, 20 Nov 2026 23:59:45 GMT"), HeaderField("Retry-After", "Sat, 21 Nov 2026 00:00:15 GMT"),
            ]),
        ErrorCase("azure-content-filter.json", 400, .contentPolicy, .request, code: "content_filter", parameter: "prompt"),
    ]

    private static let selfHosted: [ErrorCase] = [
        ErrorCase("vllm-context.json", 400, .contextOverflow, .capability, code: "BadRequestError", parameter: "input_tokens"),
        ErrorCase("vllm-unauthorized.json", 401, .authentication, .credential),
        ErrorCase("vllm-not-found.json", 404, .modelNotFound, .model, code: "NotFoundError", parameter: "model"),
        ErrorCase("vllm-busy.json", 503, .overloaded, .model),
        ErrorCase("vllm-tool-choice.json", 400, .unsupported, .capability, code: "BadRequestError"),
        ErrorCase("llama-context.json", 400, .contextOverflow, .capability, code: "exceed_context_size_error"),
        ErrorCase("llama-loading.json", 503, .overloaded, .model, code: "unavailable_error"),
        ErrorCase("llama-not-supported.json", 501, .unsupported, .capability, code: "not_supported_error"),
        ErrorCase("llama-image.json", 500, .unsupported, .capability, code: "server_error"),
        ErrorCase("llama-json.json", 500, .unsupported, .capability, code: "server_error"),
        ErrorCase("llama-crash.json", 500, .serverError, .model, code: "server_error"),
        ErrorCase("llama-key.json", 401, .authentication, .credential, code: "authentication_error"),
        ErrorCase("ollama-model.json", 404, .modelNotFound, .model, code: "not_found_error"),
        ErrorCase("ollama-queue.json", 503, .overloaded, .model),
        ErrorCase("sglang-context.json", 400, .contextOverflow, .capability, code: "BadRequestError"),
        ErrorCase("sglang-flat.json", 400, .unsupported, .capability, parameter: "temperature"),
        ErrorCase("tgi-validation.json", 422, .contextOverflow, .capability, code: "validation"),
        ErrorCase("tgi-overloaded.json", 429, .overloaded, .model, code: "overloaded"),
        ErrorCase("tgi-generation.json", 424, .serverError, .model, code: "generation"),
        ErrorCase("fastapi-list.json", 422, .unsupported, .capability, code: "type_error.list", parameter: "messages[0].content"),
    ]

    private static let gateways: [ErrorCase] = [
        ErrorCase("litellm-budget.json", 400, .outOfFunds, .credential, code: "budget_exceeded"),
        ErrorCase("litellm-context.json", 400, .contextOverflow, .capability),
        ErrorCase("litellm-model.json", 400, .modelNotFound, .model, code: invalid),
        ErrorCase("litellm-no-database.json", 400, .authentication, .credential, code: "no_db_connection"),
        ErrorCase("litellm-rate.json", 429, .rateLimited, .model, code: "throttling_error"),
        ErrorCase("openrouter-credits.json", 402, .outOfFunds, .credential),
        ErrorCase("openrouter-moderation.json", 403, .contentPolicy, .request),
        ErrorCase("openrouter-context.json", 400, .contextOverflow, .capability, code: "context_length_exceeded"),
        ErrorCase("openrouter-upstream.json", 400, .contextOverflow, .capability),
        ErrorCase("openrouter-no-provider.json", 503, .overloaded, .model),
        ErrorCase("openrouter-in-200.json", 200, .rateLimited, .model, code: "rate_limit_exceeded"),
    ]

    private static let otherProviders: [ErrorCase] = [
        ErrorCase("anthropic-credit.json", 400, .outOfFunds, .credential, code: invalid),
        ErrorCase("anthropic-overloaded.json", 529, .overloaded, .model, code: "overloaded_error"),
        ErrorCase("anthropic-prompt-too-long.json", 400, .contextOverflow, .capability, code: invalid),
        ErrorCase("gemini-key.json", 400, .authentication, .credential, code: "INVALID_ARGUMENT"),
        ErrorCase("gemini-quota.json", 429, .rateLimited, .model, code: "RESOURCE_EXHAUSTED", retryAfter: .seconds(34)),
        ErrorCase("gemini-unknown-name.json", 400, .unsupported, .capability, code: "INVALID_ARGUMENT"),
        ErrorCase("gemini-overloaded.json", 503, .overloaded, .model, code: "UNAVAILABLE"),
        ErrorCase("gemini-location.json", 400, .authentication, .credential, code: "FAILED_PRECONDITION"),
        ErrorCase("deepseek-balance.json", 402, .outOfFunds, .credential, code: invalid),
        ErrorCase("deepseek-key.json", 401, .authentication, .credential, code: invalid),
        ErrorCase("groq-too-large.json", 413, .unsupported, .capability, code: "rate_limit_exceeded"),
        ErrorCase("groq-rate.json", 429, .rateLimited, .model, code: "rate_limit_exceeded", retryAfter: .milliseconds(179_560)),
        ErrorCase("cerebras-context.json", 400, .contextOverflow, .capability, code: "context_length_exceeded", parameter: "messages"),
        ErrorCase("mistral-detail.json", 401, .authentication, .credential),
        ErrorCase("mistral-flat.json", 400, .modelNotFound, .model, code: "1500"),
    ]

    private static let odd: [ErrorCase] = [
        ErrorCase("plain-unauthorized.txt", 401, .authentication, .credential),
        ErrorCase("plain-bad-gateway.html", 502, .serverError, .model),
        ErrorCase("plain-bad-request.html", 400, .invalidRequest, .capability),
        ErrorCase("empty.txt", 400, .invalidRequest, .capability),
        ErrorCase("truncated.json", 400, .contextOverflow, .capability, code: "context_length_exceeded"),
        ErrorCase("errors-list.json", 400, .unsupported, .capability, code: "unsupported_value"),
        ErrorCase("hostile.json", 400, .unsupported, .capability),
    ]
}
