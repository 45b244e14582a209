import WaybillInterchange

extension AdapterConformance {
    static let statuses = [400, 401, 402, 403, 404, 408, 409, 413, 418, 422, 429, 500, 501, 502, 503, 504, 524, 529]

    /// Checks what becomes of error responses.
    func checkErrors(_ findings: inout Findings, statuses: [Int] = Self.statuses, unusualStatuses: [Int] = [400, 429, 502]) {
        for status in statuses {
            for error in SampleError.usual { check(error, status: status, &findings) }
        }
        for status in unusualStatuses {
            for error in SampleError.unusual { check(error, status: status, &findings) }
        }
        checkSameness(&findings)
        checkRetryAfter(&findings)
    }

    /// Checks what becomes of error responses that are out of all proportion.
    func checkLargeErrors(_ findings: inout Findings) {
        for error in SampleError.large { check(error, status: 400, &findings) }
    }

    private func check(_ error: SampleError, status: Int, _ findings: inout Findings) {
        let headers = [HeaderField("content-type", "application/json"), HeaderField("x-request-id", "req_1")]
        let failure = adapter.failure(status: status, headers: headers, body: error.body)
        let subject = "HTTP \(status), \(error.shape)"
        checkFacts(failure, status: status, subject, &findings)
        checkDiscretion(failure, subject, &findings)
    }

    private func checkSameness(_ findings: inout Findings) {
        for error in SampleError.usual {
            let failures = (0..<2).map { _ in adapter.failure(status: 400, headers: [], body: error.body) }
            findings.expect(failures[0] == failures[1], "The same error is the same failure", error.shape)
        }
    }

    private func checkFacts(_ failure: ModelFailure, status: Int, _ subject: String, _ findings: inout Findings) {
        findings.expect(failure.model == adapter.model, "A failure names the model", subject)
        findings.expect(failure.status == status, "A failure has the status", subject)
        findings.expect(failure.requestID == "req_1", "A failure has the provider's id of the request", subject)
        findings.expect(!failure.explanation.isEmpty, "A failure explains itself", subject)
        if status >= 500, status != 501 {
            findings.expect(failure.scope != .request, "A server's error is not the request's fault", subject, "scope \(failure.scope)")
        }
        if status == 401 { findings.expect(failure.scope == .credential, "401 speaks about the key", subject, "scope \(failure.scope)") }
        if status == 429 { findings.expect(failure.scope != .request, "429 is not the request's fault", subject, "scope \(failure.scope)") }
    }

    private func checkRetryAfter(_ findings: inout Findings) {
        let body = Array(#"{"error":{"message":"Slow down.","type":"rate_limit_error","code":"rate_limit_exceeded"}}"#.utf8)
        for status in [429, 503] {
            let failure = adapter.failure(status: status, headers: [HeaderField("Retry-After", "7")], body: body)
            findings.expect(
                failure.retryAfter == .seconds(7), "Retry-After is understood", "HTTP \(status)", "\(failure.retryAfter as Any)")
        }
    }

    /// Checks that a description, which may be logged, holds neither key nor prompt, and the message for the caller no key.
    func checkDiscretion(_ failure: ModelFailure, _ subject: String, _ findings: inout Findings) {
        var dumped = ""
        dump(failure, to: &dumped)
        for text in [failure.description, String(reflecting: failure), dumped] {
            findings.expect(!Planted.keyIsIn(text), "What may be logged shows no key", subject, text)
            findings.expect(!Planted.promptIsIn(text), "What may be logged shows no prompt", subject, text)
        }
        findings.expect(
            !Planted.keyIsIn(failure.providerMessage ?? ""), "The provider's words are without keys", subject, failure.providerMessage ?? ""
        )
    }
}
