import WaybillInterchange

/// What reading one answer brought, as text to be compared with a file: every event, the failure if there is one, and the answer.
struct AnswerTranscript {
    private(set) var events: [AnswerEvent] = []
    private(set) var failure: ModelFailure?
    private var decoder: any AnswerDecoder

    /// Reads a stream.
    init(events parsed: [ServerSentEvent], decoder: any AnswerDecoder) {
        self.decoder = decoder
        do throws(ModelFailure) {
            for event in parsed { try self.decoder.decode(event, into: &events) }
        } catch {
            failure = error
        }
    }

    /// Reads a whole answer.
    init(body: [UInt8], decoder: any AnswerDecoder) {
        self.decoder = decoder
        do throws(ModelFailure) {
            try self.decoder.decodeWhole(body, into: &events)
        } catch {
            failure = error
        }
    }

    var answer: Answer { decoder.answer }

    var progress: AnswerProgress { decoder.progress }

    /// The pieces of text that were handed over, joined.
    var deliveredText: String { events.map { if case .textDelta(let text) = $0 { text } else { "" } }.joined() }

    /// The arguments that were handed over for each call, joined.
    var deliveredArguments: [Int: String] {
        var arguments: [Int: String] = [:]
        for case .toolCallDelta(let delta) in events { arguments[delta.index, default: ""] += delta.arguments }
        return arguments
    }

    /// The events with deltas of one kind that follow each other put together.
    var joinedEvents: [AnswerEvent] {
        events.reduce(into: []) { joined, event in
            switch (joined.last, event) {
            case (.textDelta(let text)?, .textDelta(let more)): joined[joined.count - 1] = .textDelta(text + more)
            case (.refusalDelta(let text)?, .refusalDelta(let more)): joined[joined.count - 1] = .refusalDelta(text + more)
            case (.reasoningDelta(let text)?, .reasoningDelta(let more)): joined[joined.count - 1] = .reasoningDelta(text + more)
            case (.toolCallDelta(var call)?, .toolCallDelta(let more)) where call.index == more.index:
                call.arguments += more.arguments
                joined[joined.count - 1] = .toolCallDelta(call)
            default: joined.append(event)
            }
        }
    }

    var text: String {
        var lines = events.map(Self.line)
        if let failure {
            lines.append("failure \(failure.kind) \(failure.scope): \(failure)")
            if let wait = failure.retryAfter { lines.append("wait \(wait)") }
            if let words = failure.providerMessage { lines.append("provider's words \(words)") }
        }
        lines.append("progress \(decoder.progress), skipped \(decoder.skippedEvents)")
        lines.append("finish \(answer.finishReason?.rawValue ?? "none")")
        lines.append("from \(answer.reportedModel ?? "?"), id \(answer.responseID ?? "?"), tier \(answer.serviceTier ?? "?")")
        if let usage = answer.usage {
            let written = usage.cacheWrites.map { "\($0.tokens) for \($0.lifetimeSeconds ?? 0) s" }
            lines.append(
                "usage uncached \(usage.uncachedInput), cached \(usage.cachedInput), written \(written), text \(usage.outputText), "
                    + "reasoning \(usage.reasoning), total \(usage.total)")
            let media = [usage.audioInput, usage.imageInput, usage.audioOutput, usage.imageOutput]
            if media.contains(where: { $0 > 0 }) { lines.append("audio in, image in, audio out, image out \(media)") }
            lines += usage.hostedTools.map { "tool \($0.tool) \($0.uses)" }
            lines += usage.flags.map { "flag \($0)" }
            lines.append("reported \(usage.reported?.text() ?? "none")")
        }
        if let cost = answer.reportedCost { lines.append("cost \(cost)") }
        lines += answer.adjustments.map { "adjustment \($0)" }
        lines += answer.items.map { "item \($0.json.text())" }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ event: AnswerEvent) -> String {
        switch event {
        case .textDelta(let text): "text \(quoted(text))"
        case .refusalDelta(let text): "refusal \(quoted(text))"
        case .reasoningDelta(let text): "reasoning \(quoted(text))"
        case .toolCallDelta(let call): "call \(call.index) \(call.id) \(call.name) \(quoted(call.arguments))"
        case .activity: "activity"
        }
    }

    private static func quoted(_ text: String) -> String { JSONValue.string(text).text() }
}

extension [ServerSentEvent] {
    /// The events of a stream that comes in these pieces.
    init(pieces: [ArraySlice<UInt8>]) throws {
        var parser = ServerSentEventParser()
        self = []
        for piece in pieces { try parser.feed([UInt8](piece), into: &self) }
        if let last = parser.finish() { append(last) }
    }
}

extension [UInt8] {
    /// A stream's events, each with the blank line that ends it.
    var eventBlocks: [[UInt8]] {
        var blocks: [[UInt8]] = []
        var start = 0
        for place in indices.dropFirst() where self[place] == UInt8(ascii: "\n") {
            let before = self[place - 1] == UInt8(ascii: "\r") ? place - 2 : place - 1
            guard before >= start, self[before] == UInt8(ascii: "\n") else { continue }
            blocks.append(Array(self[start...place]))
            start = place + 1
        }
        if start < count { blocks.append(Array(self[start...])) }
        return blocks
    }
}
