import Waybill

/// Turns what a server is to do with a request into what happens on the wire, in the true bytes of the API.
struct SimulatedServer {
    /// How fast it writes.
    struct Pace: Hashable, Sendable {
        /// Until the head of its response.
        var head: Duration
        /// From there to the first content.
        var first: Duration
        /// Between two pieces.
        var piece: Duration
    }

    let request: RehearsedRequest
    let stamp: RehearsalStamp
    let pace: Pace

    /// Everything that happens, and the tokens that are told of at the end.
    func perform(_ fault: SimulatedFault, _ answer: SimulatedAnswer) -> (cues: [TransportCue], tokens: Int?) {
        if let cues = refusal(fault) { return (cues, nil) }
        let written = RehearsedAnswer(script(fault, answer), for: request)
        let tokens = fault.isWritten ? written.usage.total : nil
        guard request.isStreamed, fault != .plainDocument else {
            return (document(fault, RehearsalWire.document(written, for: request, stamp: stamp)), tokens)
        }
        return (stream(fault, RehearsalWire.stream(written, for: request, stamp: stamp)), tokens)
    }

    /// What happens where nothing is written; `nil` where something is.
    private func refusal(_ fault: SimulatedFault) -> [TransportCue]? {
        switch fault {
        case .connect: failing(.connect)
        case .resolve: failing(.resolve)
        case .tls: failing(.tls)
        case .reset(let reused): failing(.reset, reused: reused)
        case .silent: []
        case .silentAfterHead: [head]
        case .heartbeats: [head] + (0..<30).map { _ in TransportCue(.body(Array(": still here\n\n".utf8)), after: .milliseconds(700)) }
        case .rateLimited(let hint): error(429, code: "rate_limit_exceeded", hint)
        case .overloaded(let hint): error(503, code: nil, hint)
        case .serverError: error(500, code: nil)
        case .lingeringError: error(500, code: nil).dropLast()
        case .gatewayTimeout: error(504, code: nil)
        case .malformedRequest: error(400, code: nil)
        case .contentPolicy: error(400, code: "content_policy_violation")
        case .contextOverflow: error(400, code: "context_length_exceeded")
        case .unsupportedParameter: error(400, code: "unsupported_parameter")
        case .unauthorized: error(401, code: nil)
        case .outOfFunds: error(429, code: "insufficient_quota")
        case .forbidden: error(403, code: nil)
        case .notFound: error(404, code: nil)
        case .none, .dribble, .truncated, .filtered, .lingering, .missingDone, .noise, .plainDocument, .misfit, .cut, .shortened, .stall,
            .errorEvent, .empty, .onlyReasoning:
            nil
        }
    }

    private var head: TransportCue { response(200, "text/event-stream", after: pace.head) }

    private func response(_ status: Int, _ contentType: String, _ more: [HeaderField] = [], after delay: Duration) -> TransportCue {
        let headers = [HeaderField("content-type", contentType), HeaderField("x-request-id", stamp.requestID)] + more
        return TransportCue(.head(TransportResponseHead(status: status, headers: headers)), after: delay)
    }

    private func failing(_ kind: TransportFailure.Kind, reused: Bool = false) -> [TransportCue] {
        [TransportCue(.failed(TransportFailure(kind, detail: "simulated", reusedConnection: reused)), after: pace.head)]
    }

    // MARK: Errors

    private func error(_ status: Int, code: String?, _ hint: SimulatedFault.RetryAfter? = nil) -> [TransportCue] {
        let head = response(status, "application/json", hint.map(headers) ?? [], after: pace.head)
        return [head, TransportCue(.body(RehearsedError.body(status, code, for: request))), TransportCue(.end)]
    }

    private func headers(_ hint: SimulatedFault.RetryAfter) -> [HeaderField] {
        switch hint.form {
        case .seconds: [HeaderField("Retry-After", "\(hint.wait.components.seconds)")]
        case .milliseconds: [HeaderField("Retry-After-Ms", "\(Int64(hint.wait / .milliseconds(1)))")]
        case .date:
            [
                HeaderField("Date", Self.date(second: 0)),
                HeaderField("Retry-After", Self.date(second: Int(hint.wait.components.seconds))),
            ]
        }
    }

    /// A moment of a day and the next, as HTTP writes it.
    private static func date(second: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let (day, second) = second.quotientAndRemainder(dividingBy: 86_400)
        return "Sun, \(two(6 + day)) Nov 1994 \(two(second / 3_600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    // MARK: Answers

    private func script(_ fault: SimulatedFault, _ answer: SimulatedAnswer) -> RehearsalScript.Answer {
        var script = answer.script(stamp: stamp.number)
        switch fault {
        case .truncated: script.finishReason = .length
        case .filtered: script.finishReason = .contentFilter
        case .empty: script = RehearsalScript.Answer()
        case .onlyReasoning:
            script = RehearsalScript.Answer()
            script.reasoning = "Let me think about it."
            script.finishReason = .length
        default: break
        }
        return script
    }

    /// A document comes when a stream of the same answer would have begun; what goes wrong goes wrong in its middle.
    private func document(_ fault: SimulatedFault, _ bytes: [UInt8]) -> [TransportCue] {
        let head = response(200, "application/json", after: pace.head + pace.first)
        let half = TransportCue(.body(Array(bytes[..<(bytes.count / 2)])))
        return switch fault {
        case .cut: [head, half, TransportCue(.failed(TransportFailure(.cut, detail: "simulated")))]
        case .shortened: [head, half, TransportCue(.end)]
        case .stall: [head, half]
        case .errorEvent: [head, TransportCue(.body(RehearsedError.body(500, "server_error", for: request))), TransportCue(.end)]
        default: [head, TransportCue(.body(bytes)), TransportCue(.end)]
        }
    }

    private func stream(_ fault: SimulatedFault, _ frames: [WireFrame]) -> [TransportCue] {
        var cues = [head]
        var pieces = 0
        for frame in frames {
            if let broken = fault.brokenAfter, frame.kind == .ending || (frame.kind == .content && pieces == broken) {
                return cues + ending(fault)
            }
            if fault == .missingDone, frame.bytes.starts(with: "data: [DONE]".utf8) { continue }
            var bytes = frame.bytes
            if fault == .noise, pieces == 0, frame.kind.isPiece { bytes += "data: {not json\n\n".utf8 }
            let delay = frame.kind.isPiece ? (pieces == 0 ? pace.first : pace.piece) : .zero
            if frame.kind.isPiece { pieces += 1 }
            cues.append(TransportCue(.body(bytes), after: delay))
        }
        return fault == .lingering ? cues : cues + [TransportCue(.end)]
    }

    private func ending(_ fault: SimulatedFault) -> [TransportCue] {
        switch fault {
        case .cut: return [TransportCue(.failed(TransportFailure(.cut, detail: "simulated")), after: pace.piece)]
        case .shortened: return [TransportCue(.end, after: pace.piece)]
        case .errorEvent:
            let event = "event: error\ndata: ".utf8 + RehearsedError.body(500, "server_error", for: request) + "\n\n".utf8
            return [TransportCue(.body(Array(event)), after: pace.piece), TransportCue(.end)]
        default: return []
        }
    }
}

extension SimulatedFault {
    /// After how many pieces of content a stream goes wrong.
    fileprivate var brokenAfter: Int? {
        switch self {
        case .cut(let pieces), .shortened(let pieces), .stall(let pieces), .errorEvent(let pieces): pieces
        default: nil
        }
    }
}

extension RehearsedError {
    /// The body of an error as the API words it.
    fileprivate static func body(_ status: Int, _ code: String?, for request: RehearsedRequest) -> [UInt8] {
        let error = RehearsedError(status: status, code: code, retryAfter: nil, for: request)
        let parameter: JSONValue = code == "unsupported_parameter" ? "temperature" : .null
        let content: JSONValue = [
            "error": [
                "message": .string(error.message),
                "type": .string(error.type ?? (status >= 500 ? "server_error" : "invalid_request_error")),
                "param": parameter, "code": error.code.map { .string($0) } ?? .null,
            ]
        ]
        return content.bytes()
    }
}
