public import Waybill

extension ErrorAnswer {
    /// What a client is told whose request cannot be asked of any model.
    ///
    /// - Parameter retryAfter: How long to wait before asking again, where that helps.
    public init(_ problem: InboundProblem, retryAfter: Duration? = nil) {
        self.init(
            status: problem.status, type: Self.type(ofStatus: problem.status), code: problem.code, parameter: problem.parameter,
            message: problem.message, retryAfter: retryAfter, waybill: [:])
    }

    /// The word that OpenAI's API has for a kind of error.
    static func type(ofStatus status: Int) -> String {
        switch status {
        case 429: "rate_limit_error"
        case 503: "service_unavailable_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    /// The headers that go with the status.
    ///
    /// `x-should-retry` is what OpenAI's clients heed before anything else. Left alone they would ask again after every 429 and 5xx, and so
    /// multiply the attempts that were made already; asking again only helps where it is known when, and where they wait for so long: after
    /// more than a minute they ask within seconds.
    public var headers: [HeaderField] {
        guard let wait = retryAfter?.wholeSecondsUp else { return [HeaderField("x-should-retry", "false")] }
        return [HeaderField("x-should-retry", wait <= 60 ? "true" : "false"), HeaderField("Retry-After", String(wait))]
    }
}

extension Duration {
    /// The seconds, rounded up; at least one, since clients take zero for nothing said.
    fileprivate var wholeSecondsUp: Int64 { max(1, components.seconds + (components.attoseconds > 0 ? 1 : 0)) }
}
