import WaybillInterchange

/// Understands what a provider says when it does not answer, in any of the shapes in which providers say it.
///
/// Pure: the same response gives the same failure. What is decided on, in this order: what the error's own words mean, phrases in its
/// message, the HTTP status. A status alone does not do: 429 is a rate or money, 403 a region, a rule or a missing right.
struct FailureClassifier: Sendable, Hashable {
    /// The model that was asked.
    let model: ModelName

    /// The failure that a response with an error status tells of.
    ///
    /// - Parameter body: The body, of any kind, perhaps cut.
    func failure(status: Int, headers: [HeaderField], body: [UInt8]) -> ModelFailure {
        failure(ErrorReport(body: body), status: status, headers: headers)
    }

    /// The failure that an error inside an answer tells of: in an event of a stream, or in a body with status 200.
    ///
    /// - Parameter document: The event or body; only its members that speak of errors are read.
    func failure(inAnswer document: JSONValue) -> ModelFailure {
        failure(ErrorReport(document: document), status: nil, headers: [])
    }

    /// The same for an event or body that has not been read.
    func failure(inAnswer bytes: [UInt8]) -> ModelFailure {
        failure(ErrorReport(body: bytes), status: nil, headers: [])
    }

    private func failure(_ report: ErrorReport, status: Int?, headers: [HeaderField]) -> ModelFailure {
        let status = status ?? report.status
        let wait = RetryHint(headers: headers + report.headers, delay: report.retryDelay)
        let cause = FailureCause(report, status: status, isToldToWait: wait.duration != nil)
        let isRate = cause == .rateLimited || cause == .overloaded
        let parameter = cause == .unsupported ? report.namedParameter : report.parameter
        var failure = ModelFailure(
            cause.kind, scope: cause.scope, cause.explanation, model: model, status: status,
            providerCode: report.words.first { $0.isShortWord && $0 != status?.description },
            parameter: parameter.flatMap { $0.isShortWord ? $0 : nil },
            retryAfter: wait.duration ?? (isRate ? RetryHint.duration(inMessage: report.message) : nil),
            requestID: Self.requestID(headers, report), providerMessage: report.message.isEmpty ? nil : Redaction.quotable(report.message))
        failure.isParameterUnknown = failure.parameter != nil && report.saysUnknownParameter
        return failure
    }

    /// The id that a provider's support asks for; an odd one is passed over, since it goes into descriptions.
    private static func requestID(_ headers: [HeaderField], _ report: ErrorReport) -> String? {
        let names = ["x-request-id", "request-id", "apim-request-id", "x-generation-id", "x-litellm-call-id"]
        let ids = names.lazy.compactMap { headers.value(of: $0) } + [report.requestID].compactMap(\.self)
        return ids.first { id in
            (1...128).contains(id.utf8.count) && id.utf8.allSatisfy { $0.isWordByte || $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
        }
    }
}

extension String {
    /// Whether this can stand in a description: a word such as `unsupported_value` or `input[0].content`, and nothing like a key.
    var isShortWord: Bool {
        (1...64).contains(utf8.count) && utf8.allSatisfy(\.isWordByte) && !Redaction.isKey(self)
    }
}

extension UInt8 {
    /// Whether this is an ASCII letter or digit, or one of `_.-[]`.
    fileprivate var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "["), UInt8(ascii: "]"): true
        default: false
        }
    }
}
