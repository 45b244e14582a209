/// What the planner says of a candidate.
public enum Verdict: Sendable, Hashable {
    /// It is asked first.
    case chosen
    /// It is asked when those before it fail; counted from 1.
    case standingBy(Int)
    /// It cannot serve this request now.
    case setAside(SetAsideReason)

    /// The verdict in one word: `chosen`, `standing-by` or `set-aside`.
    public var word: String {
        switch self {
        case .chosen: "chosen"
        case .standingBy: "standing-by"
        case .setAside: "set-aside"
        }
    }

    /// Why the candidate was set aside.
    public var reason: SetAsideReason? {
        if case .setAside(let reason) = self { reason } else { nil }
    }
}

extension Verdict: CustomStringConvertible {
    /// The verdict as people read it, with its reason.
    public var description: String {
        switch self {
        case .chosen: "chosen"
        case .standingBy(let place): "standing by (\(place))"
        case .setAside(let reason): "set aside: \(reason)"
        }
    }
}

/// Why a candidate cannot serve a request.
@nonexhaustive
public enum SetAsideReason: Sendable, Hashable {
    /// Input and output together exceed the context window by this many tokens.
    case contextTooSmall(missing: Int, window: Int)
    /// The model or its API cannot say part of the request.
    case cannotExpress(String)
    /// The route requires something that the provider or model does not offer.
    case requirementUnmet(String)
    /// Its tokens cost more than the route allows, or their price is not known.
    case overPriceCap(String)
    /// The model was shut down on this date (`YYYY-MM-DD`).
    case shutDown(String)
    /// The input or output is over one of the route's limits.
    case overLimit(String)
    /// Its cost cannot stay under the route's limit, or is not known.
    case costLimit(String)
    /// It may cost more than is left of the route's budget, or what it may cost is not known.
    case budgetSpent(String)
    /// Recent failures closed it; it is asked again at the earliest after this time.
    case breakerOpen(Duration)
    /// Its provider asked to wait; it is asked again at the earliest after this time.
    case paused(Duration)
    /// A rate limit of its account would hold the request back for about so long.
    case rateLimit(Duration)
    /// Its server has as many requests as it may have at a time; one more would wait for about so long.
    case busy(Duration)
    /// Its key is missing.
    case credential(String)
    /// All its keys were refused, or their accounts are out of funds; one is tried again at the earliest after this time.
    case keysDown(FailureKind, Duration)

    /// The reason in one word, for programs.
    public var code: String {
        switch self {
        case .contextTooSmall: "context-too-small"
        case .cannotExpress: "cannot-express"
        case .requirementUnmet: "requirement-unmet"
        case .overPriceCap: "over-price-cap"
        case .shutDown: "shut-down"
        case .overLimit: "over-limit"
        case .costLimit: "cost-limit"
        case .budgetSpent: "budget-spent"
        case .breakerOpen: "breaker-open"
        case .paused: "paused"
        case .rateLimit: "rate-limit"
        case .busy: "busy"
        case .credential: "credential"
        case .keysDown: "keys-down"
        }
    }

    /// After how long it may have ended by itself; `nil`: waiting does not help.
    public var wait: Duration? {
        switch self {
        case .breakerOpen(let wait), .paused(let wait), .rateLimit(let wait), .busy(let wait), .keysDown(_, let wait): wait
        default: nil
        }
    }
}

extension SetAsideReason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .contextTooSmall(let missing, let window): "context window of \(window) tokens is too small by at least \(missing)"
        case .cannotExpress(let what): what
        case .requirementUnmet(let what): what
        case .overPriceCap(let what): what
        case .shutDown(let date): "shut down on \(date)"
        case .overLimit(let what): what
        case .costLimit(let what): what
        case .budgetSpent(let what): what
        case .breakerOpen(let wait): "recent failures; asked again in \(wait.shortText)"
        case .paused(let wait): "its provider asked to wait; asked again in \(wait.shortText)"
        case .rateLimit(let wait): "rate limit would wait \(wait.shortText)"
        case .busy(let wait): wait > .zero ? "all its slots are taken; would wait about \(wait.shortText)" : "all its slots are taken"
        case .credential(let what): what
        case .keysDown(let kind, let wait):
            "\(kind == .outOfFunds ? "its account is out of funds" : "its keys were refused"); tried again in \(wait.shortText)"
        }
    }
}
