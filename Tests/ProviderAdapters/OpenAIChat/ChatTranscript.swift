import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// What reading one answer brought, as text: every event, the failure if there is one, and the answer.
struct ChatTranscript {
    private(set) var failure: ModelFailure?
    private var events: [AnswerEvent] = []
    private var decoder: any AnswerDecoder

    private init(_ dialect: Dialect) {
        decoder = ChatSamples.adapter(dialect).makeDecoder(outputLimit: ChatSamples.outputLimit)
    }

    /// The events of a stream that comes in these pieces.
    static func events(_ pieces: [ArraySlice<UInt8>]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for piece in pieces { try parser.feed(Array(piece), into: &events) }
        if let last = parser.finish() { events.append(last) }
        return events
    }

    /// Reads a stream that comes in these pieces.
    static func stream(_ pieces: [ArraySlice<UInt8>], _ dialect: Dialect) -> ChatTranscript {
        var transcript = ChatTranscript(dialect)
        do {
            for event in try events(pieces) { try transcript.decoder.decode(event, into: &transcript.events) }
        } catch {
            transcript.failure = error as? ModelFailure
        }
        return transcript
    }

    /// Reads a whole answer.
    static func whole(_ body: [UInt8], _ dialect: Dialect) -> ChatTranscript {
        var transcript = ChatTranscript(dialect)
        do {
            try transcript.decoder.decodeWhole(body, into: &transcript.events)
        } catch {
            transcript.failure = error
        }
        return transcript
    }

    var answer: Answer { decoder.answer }

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
            if let words = failure.providerMessage { lines.append("provider's words \(words)") }
        }
        lines.append("progress \(decoder.progress), skipped \(decoder.skippedEvents)")
        let answer = decoder.answer
        lines.append("finish \(answer.finishReason?.rawValue ?? "none")")
        lines.append("from \(answer.reportedModel ?? "?"), id \(answer.responseID ?? "?"), tier \(answer.serviceTier ?? "?")")
        if let usage = answer.usage {
            let written = usage.cacheWrites.map { "\($0.tokens) for \($0.lifetimeSeconds ?? 0) s" }
            lines.append(
                "usage uncached \(usage.uncachedInput), cached \(usage.cachedInput), written \(written), text \(usage.outputText), "
                    + "reasoning \(usage.reasoning), total \(usage.total)")
            lines.append("reported \(usage.reported?.text() ?? "none")")
        }
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
