public import Waybill

extension ErrorAnswer {
    /// What a client is told of a call that brought no answer.
    ///
    /// What is the client's own doing is said in the provider's words and with its status. What is not becomes a 5xx in Waybill's: above
    /// all a refused key of a provider is never a 401, which would speak of the client's own.
    public init(_ failure: ModelFailure) {
        let meaning = Meaning(failure)
        let isClients = (400..<429).contains(meaning.status)
        self.init(
            status: meaning.status, type: meaning.type ?? Self.type(ofStatus: meaning.status), code: meaning.code,
            parameter: isClients ? meaning.parameter ?? failure.parameter : nil,
            message: (isClients ? failure.providerMessage : nil) ?? meaning.message ?? failure.explanation,
            retryAfter: meaning.status == 429 || meaning.status == 503 ? meaning.retryAfter ?? failure.retryAfter : nil,
            waybill: failure.route?.forClients ?? [:])
    }

    /// The status and the words for one failure.
    private struct Meaning {
        var status: Int
        var code: String?
        var type: String?
        var parameter: String?
        var retryAfter: Duration?
        /// What the client is told in place of what a program of Waybill's is; `nil`: the same.
        var message: String?

        init(_ status: Int, _ code: String?, type: String? = nil, parameter: String? = nil, retryAfter: Duration? = nil) {
            self.status = status
            self.code = code
            self.type = type
            self.parameter = parameter
            self.retryAfter = retryAfter
        }

        init(_ failure: ModelFailure) {
            switch failure.kind {
            case .unknownWorkload: self.init(404, "model_not_found", parameter: "model")
            case .noCandidate: self.init(noCandidate: failure)
            case .budgetSpent: self.init(429, "insufficient_quota", type: "insufficient_quota")
            case .invalidRequest: self.init(400, failure.wordOfRefusal)
            case .contentPolicy: self.init(failure.statusOfRefusal, failure.providerCode ?? "content_policy_violation")
            case .blockedUser: self.init(failure.statusOfRefusal, failure.providerCode ?? "identifier_blocked")
            case .contextOverflow: self.init(400, "context_length_exceeded")
            case .unsupported: self.init(400, "unsupported_parameter")
            case .outputLimitReached: self.init(400, "output_limit_reached")
            case .rateLimited: self.init(429, "rate_limit_exceeded")
            case .overloaded: self.init(503, "server_is_overloaded")
            case .serverTimeout, .silence, .stall, .deadline: self.init(504, failure.upstreamCode)
            // Another instance serves, or this one in a moment.
            case .closed:
                self.init(503, "shutting_down", retryAfter: .seconds(1))
                message = "The gateway is stopping. Ask again in a moment."
            case .cancelled: self.init(499, "request_cancelled")
            case _ where failure.scope == .request: self.init(400, failure.wordOfRefusal ?? failure.kind.rawValue.withUnderscores)
            default: self.init(502, failure.upstreamCode)
            }
        }

        /// Nobody could be asked: for what the request asks, for its length, for a limit, or for now.
        ///
        /// As long as one of the candidates may come back, it is for now.
        private init(noCandidate failure: ModelFailure) {
            let reasons = failure.route?.candidates.compactMap(\.verdict.reason) ?? []
            let wait = failure.retryAfter ?? reasons.compactMap(\.wait).min()
            if wait == nil, failure.scope == .request, reasons.contains(where: { $0.code == "cannot-express" }) {
                self.init(400, "unsupported_parameter")
            } else if !reasons.isEmpty, reasons.allSatisfy({ $0.code == "context-too-small" }) {
                self.init(400, "context_length_exceeded")
            } else if let wait, reasons.contains(where: \.isLimit), reasons.allSatisfy({ $0.isLimit || $0.wait == nil }) {
                self.init(429, "rate_limit_exceeded", retryAfter: wait)
            } else {
                self.init(503, "no_model_available", retryAfter: wait)
            }
        }
    }
}

extension SetAsideReason {
    /// Whether a limit of its provider keeps the candidate back, and not its own failures.
    fileprivate var isLimit: Bool { code == "paused" || code == "rate-limit" }
}

extension ModelFailure {
    /// The status with which a provider refused what the client asked; one within a stream that had begun comes as 400.
    fileprivate var statusOfRefusal: Int { status.flatMap { (400..<429).contains($0) ? $0 : nil } ?? 400 }

    /// The provider's code for what the client asked; where it has none, the kind of error stands in for it, which is told as such.
    fileprivate var wordOfRefusal: String? { providerCode == "invalid_request_error" ? nil : providerCode }

    /// The kind as a word that tells that it is not about the client's own request.
    fileprivate var upstreamCode: String { "upstream_\(kind.rawValue.withUnderscores)" }
}

extension String {
    /// The word as OpenAI's API would write it.
    fileprivate var withUnderscores: String { String(map { $0 == "-" ? "_" : $0 }) }
}
