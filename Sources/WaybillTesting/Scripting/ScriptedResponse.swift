import Waybill
public import WaybillInterchange
public import WaybillRoutes

/// What a scripted provider does with one request.
///
/// Answers and errors have the true bytes of the API that the request speaks, whole or streamed as it asks.
///
/// ```swift
/// let responses: [ScriptedResponse] = [
///     .status(429, retryAfter: .seconds(2)),
///     .cut(after: "The order was "),
///     .answer("The order was shipped.").delayed(by: .seconds(1)),
/// ]
/// ```
public struct ScriptedResponse: Sendable, Hashable {
    private enum Content: Sendable, Hashable {
        case rehearsed(RehearsalScript.Step)
        case events([ScriptedEvent])
    }

    private var content: Content
    private var delay = Duration.zero

    /// Does what a step of a rehearsal script says.
    public static func step(_ step: RehearsalScript.Step) -> ScriptedResponse { ScriptedResponse(content: .rehearsed(step)) }

    /// Tells exactly these events, of any API and in any state; without ``ScriptedEvent/end`` or a failure the connection stays open.
    public static func events(_ events: ScriptedEvent...) -> ScriptedResponse { ScriptedResponse(content: .events(events)) }

    /// The same, but everything of it comes later by `delay`.
    public func delayed(by delay: Duration) -> ScriptedResponse {
        var result = self
        result.delay += delay
        return result
    }

    // MARK: Answers

    /// Answers with a text, word by word where it is streamed.
    public static func answer(_ text: String, usage: TokenUsage? = nil, finishReason: FinishReason? = nil) -> ScriptedResponse {
        var answer = RehearsalScript.Answer(text: text)
        answer.usage = usage
        answer.finishReason = finishReason
        return .step(.answer(answer))
    }

    /// Asks for these tools to be run, after a text if one is given.
    public static func toolCalls(_ calls: ToolCall..., text: String = "") -> ScriptedResponse {
        var answer = RehearsalScript.Answer(text: text)
        answer.toolCalls = calls
        return .step(.answer(answer))
    }

    /// Thinks before it answers with a text.
    public static func reasoning(_ reasoning: String, answer text: String) -> ScriptedResponse {
        var answer = RehearsalScript.Answer(text: text)
        answer.reasoning = reasoning
        return .step(.answer(answer))
    }

    /// Declines to answer.
    public static func refusal(_ text: String) -> ScriptedResponse {
        var answer = RehearsalScript.Answer()
        answer.refusal = text
        return .step(.answer(answer))
    }

    // MARK: Failures

    /// Fails with an HTTP status and the API's error body.
    ///
    /// - Parameters:
    ///   - retryAfter: What the header `Retry-After` asks for.
    ///   - code: The error's code, such as `context_length_exceeded`; `nil`: the usual one of the status.
    public static func status(_ status: Int, retryAfter: Duration? = nil, code: String? = nil) -> ScriptedResponse {
        .step(.failure(.status(status, retryAfter: retryAfter, code: code)))
    }

    /// Loses the connection once this text was streamed; a whole answer is cut in its middle.
    public static func cut(after text: String) -> ScriptedResponse { .step(.interrupted(.cut, after: text)) }

    /// Falls silent once this text was streamed, and keeps the connection open.
    public static func stall(after text: String) -> ScriptedResponse { .step(.interrupted(.stall, after: text)) }

    /// Loses the connection before any byte of the response.
    public static let reset = ScriptedResponse.step(.failure(.reset))

    /// Makes no connection.
    public static let refused = ScriptedResponse.step(.failure(.refused))

    /// Takes the request and never answers.
    public static let silence = ScriptedResponse.step(.failure(.silence))

    /// Fails as a transport does, without any response.
    public static func failure(_ kind: TransportFailure.Kind, reusedConnection: Bool = false) -> ScriptedResponse {
        .events(.failed(TransportFailure(kind, detail: "scripted", reusedConnection: reusedConnection)))
    }
}

extension ScriptedResponse {
    /// What happens on the wire in answer to a request.
    func cues(for request: TransportRequest, stamp: RehearsalStamp) -> [TransportCue] {
        var cues: [TransportCue]
        switch content {
        case .rehearsed(let step): cues = RehearsalPerformance.cues(step, for: request, stamp: stamp)
        case .events(let events): cues = ScriptedEvent.cues(events)
        }
        if !cues.isEmpty { cues[0].delay += delay }
        return cues
    }
}

extension RehearsalScript.Step {
    fileprivate static func interrupted(_ kind: RehearsalScript.Interruption.Kind, after text: String) -> RehearsalScript.Step {
        var answer = RehearsalScript.Answer(text: text)
        // There are fewer pieces, so the whole text goes out.
        answer.interruption = RehearsalScript.Interruption(kind, after: .max)
        return .answer(answer)
    }
}
