import WaybillInterchange

/// Everything that a decoder makes of an answer, as JSON to be compared with a file.
struct AnswerTranscript {
    private(set) var events: [AnswerEvent] = []
    private(set) var decoder: any AnswerDecoder
    private(set) var failure: ModelFailure?

    /// Decodes a stream that comes in these pieces.
    init(_ chunks: [[UInt8]], decoder: any AnswerDecoder) throws {
        self.decoder = decoder
        try read(Self.events(in: chunks))
    }

    /// Decodes a whole body.
    init(body: [UInt8], decoder: any AnswerDecoder) {
        self.decoder = decoder
        do throws(ModelFailure) {
            try self.decoder.decodeWhole(body, into: &events)
        } catch {
            failure = error
        }
    }

    /// The server-sent events of a stream that comes in these pieces.
    static func events(in chunks: [[UInt8]]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var parsed: [ServerSentEvent] = []
        for chunk in chunks { try parser.feed(chunk, into: &parsed) }
        if let last = parser.finish() { parsed.append(last) }
        return parsed
    }

    private mutating func read(_ parsed: [ServerSentEvent]) {
        for event in parsed {
            do throws(ModelFailure) {
                try decoder.decode(event, into: &events)
            } catch {
                failure = error
                return
            }
        }
    }

    /// The pieces of text that were handed over, joined.
    var deliveredText: String { events.map { if case .textDelta(let text) = $0 { text } else { "" } }.joined() }

    /// The arguments that were handed over for each call, joined.
    var deliveredArguments: [Int: String] {
        var arguments: [Int: String] = [:]
        for case .toolCallDelta(let delta) in events { arguments[delta.index, default: ""] += delta.arguments }
        return arguments
    }

    var json: JSONValue {
        var object: JSONObject = ["events": .array(events.map(Self.json)), "answer": Self.json(decoder.answer)]
        object["progress"] = .string("\(decoder.progress)")
        object["skipped_events"] = .number(JSONNumber(decoder.skippedEvents))
        if let failure {
            object["failure"] = [
                "kind": failure.kind.json, "scope": failure.scope.json, "description": .string(failure.description),
                "retry_after": failure.retryAfter.map { .string("\($0)") } ?? .null,
                "provider_message": failure.providerMessage.map(JSONValue.string) ?? .null,
            ]
        }
        return .object(object)
    }

    private static func json(_ event: AnswerEvent) -> JSONValue {
        switch event {
        case .textDelta(let text): ["text": .string(text)]
        case .refusalDelta(let text): ["refusal": .string(text)]
        case .reasoningDelta(let text): ["reasoning": .string(text)]
        case .activity: "activity"
        case .toolCallDelta(let delta):
            [
                "call": .number(JSONNumber(delta.index)), "id": .string(delta.id), "name": .string(delta.name),
                "arguments": .string(delta.arguments),
            ]
        }
    }

    private static func json(_ answer: Answer) -> JSONValue {
        var object: JSONObject = ["items": answer.items.json]
        object["finish_reason"] = answer.finishReason?.json
        object["usage"] = answer.usage?.json
        object["reported_model"] = answer.reportedModel.map(JSONValue.string)
        object["response_id"] = answer.responseID.map(JSONValue.string)
        object["service_tier"] = answer.serviceTier.map(JSONValue.string)
        if !answer.adjustments.isEmpty { object["adjustments"] = answer.adjustments.json }
        return .object(object)
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
