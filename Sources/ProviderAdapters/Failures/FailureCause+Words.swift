extension FailureCause {
    /// What a code, category or type means at any status; `nil` where it says no more than the status does.
    static func ofWord(_ word: String) -> FailureCause? { causesByWord[word.lowercased()] }

    /// What a word means where no status came with it.
    static func ofGeneralWord(_ word: String) -> FailureCause? { causesByGeneralWord[word.lowercased()] }

    private static let causesByWord = table([
        .malformedRequest: [
            "missing_required_parameter", "invalid_type", "invalid_json", "invalid_image", "invalid_image_format", "invalid_base64_image",
            "invalid_image_url", "image_parse_error", "empty_image_file", "image_file_not_found", "image_too_small",
            "previous_response_not_found",
        ],
        .contentPolicy: [
            "content_policy_violation", "content_policy", "content_filter", "invalid_prompt", "moderation_blocked", "bio_policy",
            "cyber_policy", "misalignment_policy_violation", "image_content_policy_violation", "responsibleaipolicyviolation",
            "contentpolicyviolationerror", "refusal",
        ],
        .contextOverflow: [
            "context_length_exceeded", "exceed_context_size_error", "context_window_exceeded", "contextwindowexceedederror",
            "token_limit_exceeded",
        ],
        .unsupported: [
            "unsupported_parameter", "unsupported_value", "unknown_parameter", "not_supported_error", "unsupportedparamserror",
            "invalid_encrypted_content", "max_tokens_exceeded", "payload_too_large", "request_too_large", "string_too_long",
            "string_above_max_length", "image_too_large", "image_file_too_large", "unsupported_image_media_type", "invalid_image_mode",
            "failed_to_download_image", "data_residency_mismatch", "unimplemented",
        ],
        .authentication: [
            "invalid_api_key", "api_key_invalid", "authentication", "authentication_error", "authenticationerror", "unauthenticated",
            "ip_not_authorized", "account_deactivated", "no_db_connection",
        ],
        .regionRefused: ["unsupported_country_region_territory"],
        .outOfFunds: [
            "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
            "organization_usage_limit_exceeded", "insufficient_quota", "billing_hard_limit_reached", "billing_not_active", "billing_error",
            "budget_exceeded", "payment_required", "usage_not_included", "enforced_spend_limit_reached", "insufficient_balance",
        ],
        .modelNotFound: ["model_not_found", "invalid_model", "model_not_available", "model_decommissioned"],
        .rateLimited: [
            "rate_limit_exceeded", "rate_limit_error", "ratelimiterror", "too_many_requests", "resource_exhausted", "slow_down",
            "requests", "tokens",
        ],
        .overloaded: [
            "server_is_overloaded", "overloaded", "overloaded_error", "engine_overloaded", "provider_overloaded", "provider_unavailable",
            "service_unavailable_error", "unavailable", "unavailable_error", "queueoverflowerror", "maxqueuedtokenserror",
        ],
        .serverTimeout: ["vector_store_timeout", "deadline_exceeded"],
    ])

    private static let causesByGeneralWord = table([
        .malformedRequest: ["invalid_request_error", "invalid_request", "invalid_argument", "badrequesterror", "unprocessable"],
        .modelNotFound: ["not_found", "not_found_error", "notfounderror", "permission_denied", "permission_error"],
        .serverError: ["server_error", "api_error", "internal_error", "internal_server_error", "internal", "server"],
        .serverTimeout: ["timeout", "timeout_error"],
    ])

    private static func table(_ words: KeyValuePairs<FailureCause, [String]>) -> [String: FailureCause] {
        Dictionary(uniqueKeysWithValues: words.flatMap { cause, words in words.map { ($0, cause) } })
    }
}
