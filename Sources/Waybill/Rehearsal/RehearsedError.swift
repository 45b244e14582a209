import WaybillInterchange

/// An error as OpenAI's APIs answer it: a status and `{"error": {"message", "type", "param", "code"}}`.
package struct RehearsedError: Error, Sendable, Hashable {
    /// The HTTP status.
    package var status: Int
    /// What the provider says.
    package var message: String
    /// The error's `type`; `nil`: what goes with status and code.
    package var type: String?
    /// The request's member at fault.
    package var parameter: String?
    /// The error's `code`.
    package var code: String?
    /// How long the client shall wait.
    package var retryAfter: Duration?

    /// Creates an error.
    package init(
        status: Int, message: String, type: String? = nil, parameter: String? = nil, code: String? = nil, retryAfter: Duration? = nil
    ) {
        self.status = status
        self.message = message
        self.type = type
        self.parameter = parameter
        self.code = code
        self.retryAfter = retryAfter
    }

    /// The error that a provider answers a request with, as far as the status and the code tell.
    package init(status: Int, code: String?, retryAfter: Duration?, for request: RehearsedRequest) {
        let usual = Self.usual(status, for: request)
        self.init(status: status, message: usual.message, code: code ?? usual.code, retryAfter: retryAfter)
        if let code, code != usual.code { message = Self.message(for: code) ?? "The request failed: \(code)." }
        if self.code == "context_length_exceeded" { parameter = request.api == .responses ? "input" : "messages" }
        if status == 429, let retryAfter { message += " Please try again in \(retryAfter.seconds)s." }
    }

    /// The error that a parameter is answered with which the model does not know.
    init(unknownParameter name: String) {
        self.init(
            status: 400, message: "Unsupported parameter: '\(name)' is not supported with this model.", parameter: name,
            code: "unsupported_parameter")
    }

    /// What a status usually comes with.
    private static func usual(_ status: Int, for request: RehearsedRequest) -> (message: String, code: String?) {
        switch status {
        case 400: ("The request is invalid.", nil)
        case 401: ("The API key is not valid.", "invalid_api_key")
        case 403: ("This project has no access to the model '\(request.model)'.", nil)
        case 404: ("The model '\(request.model)' does not exist or you have no access to it.", "model_not_found")
        case 408: ("The request took too long.", nil)
        case 409: ("Another operation holds the resource.", nil)
        case 413: ("The request is too large.", nil)
        case 429:
            ("Rate limit reached for \(request.model) on requests per min (RPM): Limit 500, Used 500, Requested 1.", "rate_limit_exceeded")
        case 503: ("The server is overloaded.", "server_is_overloaded")
        case 529: ("Overloaded.", nil)
        case 500...: ("The server had an error while processing the request.", nil)
        default: ("The request cannot be processed.", nil)
        }
    }

    /// What the provider says with a code that is not the usual one of its status.
    private static func message(for code: String) -> String? {
        switch code {
        case "context_length_exceeded": "The input exceeds the context window of this model."
        case let code where billing.contains(code): "The account has no funds left for this request (\(code))."
        case "invalid_prompt", "content_policy_violation": "The prompt violates the usage policy."
        case "slow_down": "The request rate grew too fast."
        default: nil
        }
    }

    /// The codes of a 429 that no waiting ends.
    private static let billing = [
        "insufficient_quota", "credit_balance_exhausted", "organization_spend_limit_exceeded", "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    ]
}

// MARK: On the wire

extension RehearsedError {
    /// The error as a response.
    func cues(requestID: String) -> [TransportCue] {
        let isPage = isFromGateway
        var headers = [
            HeaderField("content-type", isPage ? "text/html" : "application/json"), HeaderField("x-request-id", requestID),
        ]
        if let retryAfter { headers.append(HeaderField("retry-after", retryAfter.seconds)) }
        let body = isPage ? page : json.bytes()
        return [
            TransportCue(.head(TransportResponseHead(status: status, headers: headers))), TransportCue(.body(body)), TransportCue(.end),
        ]
    }

    /// Whether it is a gateway that answers, not the API behind it.
    private var isFromGateway: Bool { code == nil && (status == 502 || status == 504 || (520...524).contains(status)) }

    private var page: [UInt8] {
        Array("<html><head><title>\(status)</title></head><body><h1>Error \(status)</h1><p>\(message)</p></body></html>\n".utf8)
    }

    private var json: JSONValue {
        [
            "error": [
                "message": .string(message), "type": .string(type ?? usualType), "param": parameter.map(JSONValue.string) ?? .null,
                "code": code.map(JSONValue.string) ?? .null,
            ]
        ]
    }

    private var usualType: String {
        switch status {
        case 429: code.map(Self.billing.contains) == true ? "insufficient_quota" : "rate_limit_error"
        case 501: "not_supported_error"
        case 503: "service_unavailable_error"
        case 529: "overloaded_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }
}

extension Duration {
    /// The number of seconds, as in `Retry-After`.
    fileprivate var seconds: String { JSONNumber(seconds: self).literal }
}
