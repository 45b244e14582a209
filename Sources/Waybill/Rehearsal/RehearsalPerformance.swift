package import WaybillInterchange
package import WaybillRoutes

/// Turns a step of a script into what happens on the wire.
package enum RehearsalPerformance {
    /// The cues of one step, as the answer to a request; those of the API's own error where the request is none of its own.
    package static func cues(_ step: RehearsalScript.Step, for request: TransportRequest, stamp: RehearsalStamp) -> [TransportCue] {
        do throws(RehearsedError) {
            return cues(step, for: try RehearsedRequest(request), stamp: stamp)
        } catch {
            return error.cues(requestID: stamp.requestID)
        }
    }

    /// The cues of one step, as the answer to a request.
    static func cues(
        _ step: RehearsalScript.Step, for request: RehearsedRequest, stamp: RehearsalStamp
    ) -> [TransportCue] {
        switch step.taken(by: request) {
        case .answer where request.asksForCount: count(request, stamp)
        case .answer(let answer): cues(answer, for: request, stamp: stamp)
        case .failure(.reset): [TransportCue(.failed(TransportFailure(.reset, detail: "rehearsed")))]
        case .failure(.refused): [TransportCue(.failed(TransportFailure(.connect, detail: "rehearsed")))]
        case .failure(.unresolved): [TransportCue(.failed(TransportFailure(.resolve, detail: "rehearsed")))]
        case .failure(.untrusted): [TransportCue(.failed(TransportFailure(.tls, detail: "rehearsed")))]
        case .failure(.silence): []
        case .failure(.unknownParameter(let name)): RehearsedError(unknownParameter: name).cues(requestID: stamp.requestID)
        case .failure(.status(let status, let retryAfter, let code)):
            RehearsedError(status: status, code: code, retryAfter: retryAfter, for: request).cues(requestID: stamp.requestID)
        }
    }

    /// Says how many tokens the input has, in the words of OpenAI and of llama.cpp, and in those of vLLM and SGLang.
    private static func count(_ request: RehearsedRequest, _ stamp: RehearsalStamp) -> [TransportCue] {
        let tokens = JSONValue.number(JSONNumber(request.inputTokens))
        let document: JSONValue = ["object": "response.input_tokens", "input_tokens": tokens, "count": tokens]
        return [head("application/json", stamp), TransportCue(.body(document.bytes())), TransportCue(.end)]
    }

    private static func cues(
        _ script: RehearsalScript.Answer, for request: RehearsedRequest, stamp: RehearsalStamp
    ) -> [TransportCue] {
        let answer = RehearsedAnswer(script, for: request)
        return request.isStreamed
            ? stream(RehearsalWire.stream(answer, for: request, stamp: stamp), as: script, stamp)
            : document(RehearsalWire.document(answer, for: request, stamp: stamp), of: answer, as: script, stamp)
    }

    /// A stream begins at once; its first piece lets wait for itself, and every further one keeps the pace.
    private static func stream(_ frames: [WireFrame], as script: RehearsalScript.Answer, _ stamp: RehearsalStamp) -> [TransportCue] {
        var cues = [head("text/event-stream; charset=utf-8", stamp)]
        var isFirst = true
        let end = script.interruption.map { place(of: $0, in: frames) } ?? frames.count
        for frame in frames[..<end] {
            var delay = Duration.zero
            if frame.kind.isPiece || (frame.kind == .ending && isFirst) {
                delay = isFirst ? script.delay : script.pace
                isFirst = false
            }
            cues.append(TransportCue(.body(frame.bytes), after: delay))
        }
        return cues + ending(script)
    }

    /// How many frames come before an interruption: all up to its last piece of content, or to the end of the content where there is less.
    private static func place(of interruption: RehearsalScript.Interruption, in frames: [WireFrame]) -> Int {
        let contents = frames.indices.filter { frames[$0].kind == .content }
        if interruption.after > 0, let last = contents.prefix(interruption.after).last { return last + 1 }
        return contents.first ?? frames.firstIndex { $0.kind == .ending } ?? frames.count
    }

    /// A whole document comes when a stream of the same answer would have ended; an interruption leaves half of it.
    private static func document(
        _ bytes: [UInt8], of answer: RehearsedAnswer, as script: RehearsalScript.Answer, _ stamp: RehearsalStamp
    ) -> [TransportCue] {
        let pieces = answer.blocks.reduce(0) { $0 + $1.pieces.count }
        var head = head("application/json", stamp)
        head.delay = script.delay + script.pace * max(0, pieces - 1)
        let body = script.interruption == nil ? bytes : Array(bytes[..<(bytes.count / 2)])
        return [head, TransportCue(.body(body))] + ending(script)
    }

    private static func head(_ contentType: String, _ stamp: RehearsalStamp) -> TransportCue {
        let headers = [HeaderField("content-type", contentType), HeaderField("x-request-id", stamp.requestID)]
        return TransportCue(.head(TransportResponseHead(status: 200, headers: headers)))
    }

    private static func ending(_ script: RehearsalScript.Answer) -> [TransportCue] {
        switch script.interruption?.kind {
        case nil: [TransportCue(.end)]
        case .cut: [TransportCue(.failed(TransportFailure(.cut, detail: "rehearsed")))]
        case .stall: []
        }
    }
}

extension RehearsalScript.Step {
    /// What the step is to a certain request.
    func taken(by request: RehearsedRequest) -> RehearsalScript.Step {
        guard case .failure(.unknownParameter(let name)) = self, !request.has(name) else { return self }
        return .answer(RehearsalScript.Answer(text: RehearsalScript.Answer.fixedText))
    }
}

extension RehearsalStamp {
    /// The provider's id of the request.
    package var requestID: String { id("req_") }
}
