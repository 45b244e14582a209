import Waybill

/// What a simulated server does with one request.
enum SimulatedFault: Hashable, Sendable {
    /// How a server asks for time.
    struct RetryAfter: Hashable, Sendable {
        /// How it is written.
        enum Form: Hashable, Sendable, CaseIterable { case seconds, milliseconds, date }

        var form: Form
        var wait: Duration
    }

    // MARK: An answer, though not always a tidy one

    case none
    /// Every piece comes just in time.
    case dribble
    /// The output limit cuts the answer.
    case truncated
    /// A content filter cuts the answer after content.
    case filtered
    /// The connection stays open after the end.
    case lingering
    /// There is no `[DONE]`, and where the API has a terminal event, nothing after it.
    case missingDone
    /// One event is no JSON.
    case noise
    /// A document comes where a stream was asked for.
    case plainDocument
    /// The answer is whole, but not what its schema asks for.
    case misfit

    // MARK: An error with a status

    case rateLimited(RetryAfter?)
    case overloaded(RetryAfter?)
    case serverError
    /// The body of the error does not end.
    case lingeringError
    case gatewayTimeout
    case malformedRequest
    case contentPolicy
    case contextOverflow
    case unsupportedParameter
    case unauthorized
    case outOfFunds
    case forbidden
    case notFound

    // MARK: No answer

    case connect
    case resolve
    case tls
    case reset(reused: Bool)
    case silent
    case silentAfterHead
    case heartbeats

    // MARK: A broken answer

    /// The connection is lost after so many pieces of content.
    case cut(after: Int)
    /// The body ends as its framing promised, but not the answer.
    case shortened(after: Int)
    case stall(after: Int)
    /// An error comes as an event of the stream.
    case errorEvent(after: Int)
    case empty
    /// The output limit was used up by reasoning.
    case onlyReasoning
}

/// The rules, said again in other words than the router's: what the oracles hold its deeds against.
extension SimulatedFault {
    /// What may not be asked again in the same call.
    enum Forbidden { case nothing, model, key, call }

    var forbids: Forbidden {
        switch self {
        case .malformedRequest, .contentPolicy, .onlyReasoning: .call
        case .unauthorized, .outOfFunds: .key
        case .contextOverflow, .unsupportedParameter, .forbidden, .notFound, .silent, .silentAfterHead, .heartbeats, .stall: .model
        default: .nothing
        }
    }

    /// Whether a whole answer comes of it, be it cut by a limit.
    var isAnswer: Bool {
        switch self {
        case .none, .dribble, .truncated, .filtered, .lingering, .missingDone, .noise, .plainDocument, .misfit: true
        default: false
        }
    }

    /// Whether the answer came to its own end.
    var isWhole: Bool { isAnswer && self != .truncated && self != .filtered }

    /// Whether the model's own health may suffer from it: no rate limit, no fault of the request, its size or its key, no aged connection.
    var saysModelIsIll: Bool {
        switch self {
        case .rateLimited, .reset(reused: true): false
        default: !isAnswer && forbids != .call && forbids != .key && self != .contextOverflow && self != .unsupportedParameter
        }
    }

    /// Whether something of an answer may come before it goes wrong.
    var breaksOff: Bool {
        switch self {
        case .cut, .shortened, .stall, .errorEvent: true
        default: false
        }
    }

    /// Whether something is written to its end, be it an answer or not, and its tokens told.
    var isWritten: Bool { isAnswer || self == .empty || self == .onlyReasoning }

    /// Whether the server could not be reached at all.
    var isOfHost: Bool { self == .connect || self == .resolve || self == .tls }

    /// How long the server asks to wait.
    var retryAfter: Duration? {
        switch self {
        case .rateLimited(let hint), .overloaded(let hint): hint?.wait
        default: nil
        }
    }
}

extension SimulatedFault {
    /// Any fault, each kind as likely.
    static func random(_ random: inout SeededGenerator) -> SimulatedFault {
        let pieces = Int.random(in: 0...5, using: &random)
        let faults: [SimulatedFault] = [
            .dribble, .truncated, .filtered, .lingering, .missingDone, .noise, .plainDocument, .rateLimited(nil),
            .rateLimited(.random(&random)), .overloaded(nil), .overloaded(.random(&random)), .serverError, .lingeringError, .gatewayTimeout,
            .malformedRequest, .contentPolicy, .contextOverflow, .unsupportedParameter, .unauthorized, .outOfFunds, .forbidden, .notFound,
            .connect, .resolve, .tls, .reset(reused: false), .reset(reused: true), .silent, .silentAfterHead, .heartbeats,
            .cut(after: pieces), .cut(after: pieces + 3), .shortened(after: pieces), .stall(after: pieces), .stall(after: pieces + 2),
            .errorEvent(after: pieces), .empty, .onlyReasoning, .misfit,
        ]
        return faults.randomElement(using: &random)!
    }
}

extension SimulatedFault.RetryAfter {
    static func random(_ random: inout SeededGenerator) -> Self {
        let form = Form.allCases.randomElement(using: &random)!
        let longest = [2, 10, 40, 90_000].randomElement(using: &random)!
        // A date tells whole seconds only.
        let seconds = Int.random(in: 1...longest, using: &random)
        let rest = form == .milliseconds ? Int.random(in: 0..<1_000, using: &random) : 0
        return Self(form: form, wait: .seconds(seconds) + .milliseconds(rest))
    }
}
