import WaybillInterchange

/// What is behind an error, in as many kinds as there are things to do about it.
enum FailureCause: Sendable, Hashable, CaseIterable {
    case malformedRequest
    case unexplainedRefusal
    case contentPolicy
    case blockedUser
    case contextOverflow
    case unsupported
    case authentication
    case regionRefused
    case outOfFunds
    case modelNotFound
    case rateLimited
    case overloaded
    case serverError
    case serverTimeout
    case redirected

    /// The kind that reports show.
    var kind: FailureKind {
        switch self {
        case .malformedRequest, .unexplainedRefusal: .invalidRequest
        case .contentPolicy: .contentPolicy
        case .blockedUser: .blockedUser
        case .contextOverflow: .contextOverflow
        case .unsupported: .unsupported
        case .authentication, .regionRefused: .authentication
        case .outOfFunds: .outOfFunds
        case .modelNotFound: .modelNotFound
        case .rateLimited: .rateLimited
        case .overloaded: .overloaded
        case .serverError: .serverError
        case .serverTimeout: .serverTimeout
        case .redirected: .malformedAnswer
        }
    }

    /// What the failure speaks about.
    var scope: FailureScope {
        switch self {
        case .malformedRequest, .contentPolicy, .blockedUser: .request
        // Another model may well take what this one refused without saying why.
        case .unexplainedRefusal, .contextOverflow, .unsupported: .capability
        case .authentication, .regionRefused, .outOfFunds: .credential
        case .modelNotFound, .rateLimited, .overloaded, .serverError, .serverTimeout, .redirected: .model
        }
    }

    /// What happened and what to do, in words of our own.
    var explanation: String {
        switch self {
        case .malformedRequest:
            "The provider calls the request malformed; correct it. The provider's words are in providerMessage."
        case .unexplainedRefusal:
            "The provider refused the request without saying why. Check the model's id and base_url in the provider file."
        case .contentPolicy:
            "The provider's rules forbid the content of this request. Change the content; no other model was asked."
        case .blockedUser:
            "The provider has blocked this end user. Ask its support, with the request id."
        case .contextOverflow:
            "The request is longer than the model's context window. Shorten it, or let the route name a model with a larger window."
        case .unsupported:
            "The model or its endpoint does not take part of this request. Change that part, or let the route name a model that takes it."
        case .authentication:
            "The provider did not accept the key. Check the key that the provider file refers to, and what the key is allowed to do."
        case .regionRefused:
            "The provider does not serve the country or region that the request came from. Use another provider or address."
        case .outOfFunds:
            "The account is out of funds or over a spending limit. Top it up or raise the limit at the provider."
        case .modelNotFound:
            "The provider does not know the model, or the account may not use it. Check the model's id and base_url in the provider file."
        case .rateLimited:
            "A rate limit of the provider is used up. Send less at a time, or raise the limit at the provider."
        case .overloaded:
            "The provider has no room for this model at the moment. Try again later, or let the route name another model."
        case .serverError:
            "The provider's server failed. Try again; its support can look up the request id."
        case .serverTimeout:
            "The provider's server, or a gateway before it, gave up waiting for an answer. Try again, or ask for less."
        case .redirected:
            "The provider redirects to another address, which is not followed. Write the final address as base_url in the provider file."
        }
    }
}
