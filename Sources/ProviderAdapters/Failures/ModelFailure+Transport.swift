package import WaybillInterchange

extension ModelFailure {
    /// What a failure of the wire means for a call.
    ///
    /// Where the host was not reached it speaks about the provider; where an exchange broke, about the model alone, since one answer that is cut
    /// says nothing of others.
    package init(transport failure: TransportFailure, model: ModelName?) {
        let meaning = failure.kind.meaning
        let detail = failure.detail.isEmpty ? "" : ": \(failure.detail)"
        let advice = meaning.advice.isEmpty ? "" : " \(meaning.advice)"
        self.init(meaning.kind, scope: meaning.scope, "\(meaning.event)\(detail).\(advice)", model: model)
    }
}

extension TransportFailure.Kind {
    /// What a kind of transport failure is in a call: what happened, and what to do about it.
    fileprivate var meaning: (kind: FailureKind, scope: FailureScope, event: String, advice: String) {
        switch self {
        case .refused:
            (.addressRefused, .provider, "The provider's address may not be asked", "Correct base_url in the provider file.")
        case .resolve:
            (
                .nameResolution, .provider, "The provider's host name does not resolve",
                "Check base_url in the provider file, and the network."
            )
        case .connect:
            (.connect, .provider, "The provider could not be reached", "Check base_url in the provider file, and the network.")
        case .connectTimeout:
            (.connect, .provider, "The provider could not be reached in time", "Check base_url in the provider file, and the network.")
        case .tls:
            (
                .tls, .provider, "The connection to the provider is not secure",
                "Check base_url, or name its certificate authority with ca_file."
            )
        case .timeout:
            (.serverTimeout, .model, "The exchange took longer than the time it was given", "")
        case .reset:
            (.reset, .model, "The connection was lost before any byte of the response", "")
        case .tooLarge:
            (.answerTooLarge, .model, "The response is larger than the transport accepts", "")
        case .malformed:
            (.malformedAnswer, .model, "What came back is not HTTP, or its compression is broken", "Check base_url in the provider file.")
        case .cancelled:
            (.cancelled, .request, "The exchange was cancelled", "")
        default:
            (.cut, .model, "The connection was lost before the answer was whole", "")
        }
    }
}
