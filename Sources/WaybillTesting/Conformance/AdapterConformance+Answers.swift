import WaybillInterchange

extension AdapterConformance {
    /// Checks what whole and sound answers are read as.
    func checkAnswers(_ findings: inout Findings) {
        for sample in samples {
            checkDocument(sample, &findings)
            checkStream(sample, &findings)
            checkSplits(sample, &findings)
            checkUnknown(sample, &findings)
            checkCopies(sample, &findings)
        }
    }

    private func checkDocument(_ sample: WireSample, _ findings: inout Findings) {
        let read = DecodedAnswer(document: sample.document, adapter)
        findings.expect(read.failure == nil, "A whole answer is read", sample.name, "\(read.failure?.description ?? "")")
        let meaning = read.meaning
        findings.expect(meaning.text == sample.text, "The text is kept exactly", sample.name, meaning.text)
        findings.expect(meaning.refusal == sample.refusal, "A refusal is told apart", sample.name, "\(meaning.refusal ?? "no refusal")")
        findings.expect(meaning.toolCalls == sample.toolCalls, "Tool calls are kept exactly", sample.name, "\(meaning.toolCalls)")
        if let reason = sample.finishReason {
            findings.expect(
                meaning.finishReason == reason, "The finish reason is understood", sample.name,
                "\(meaning.finishReason?.rawValue ?? "none") instead of \(reason)")
        }
        if let usage = sample.usage { check(read.decoder.answer.usage, is: usage, sample, &findings) }
        findings.expect(read.decoder.progress == .ended, "A whole answer has ended", sample.name)
        checkPieces(read, sample, &findings)
    }

    /// Classes of tokens do not overlap: each is the provider's number without the parts that have a class of their own.
    private func check(_ read: TokenUsage?, is usage: TokenUsage, _ sample: WireSample, _ findings: inout Findings) {
        let classes = [read?.uncachedInput, read?.cachedInput, read?.cacheWrite, read?.outputText, read?.reasoning]
        let expected = [usage.uncachedInput, usage.cachedInput, usage.cacheWrite, usage.outputText, usage.reasoning]
        findings.expect(classes == expected, "Classes of tokens do not overlap and sum up", sample.name, "\(classes), not \(expected)")
        findings.expect(read?.reported != nil, "What the provider reported is kept", sample.name)
    }

    private func checkStream(_ sample: WireSample, _ findings: inout Findings) {
        let whole = DecodedAnswer(document: sample.document, adapter).meaning
        let read = DecodedAnswer(stream: sample.stream, adapter)
        findings.expect(read.failure == nil, "A streamed answer is read", sample.name, "\(read.failure?.description ?? "")")
        findings.expect(read.meaning == whole, "A streamed answer means what the whole one means", sample.name, "\(read.meaning)")
        findings.expect(read.decoder.progress != .open, "A stream with its end has ended", sample.name)
        findings.expect(read.decoder.skippedEvents == 0, "No sound event is skipped", sample.name)
        checkPieces(read, sample, &findings)
    }

    /// What was handed over piece by piece is the answer.
    private func checkPieces(_ read: DecodedAnswer, _ sample: WireSample, _ findings: inout Findings) {
        let pieces = AnswerMeaning(read.events)
        findings.expect(pieces.saysTheSame(as: read.meaning), "The pieces make up the answer", sample.name, "\(pieces)")
    }

    /// Wherever the network cuts a stream, it is read the same.
    private func checkSplits(_ sample: WireSample, _ findings: inout Findings) {
        let rule = "It does not matter where the network cuts a stream"
        let expected = DecodedAnswer(stream: sample.stream, adapter)
        let stream = sample.stream
        for place in stride(from: 1, to: stream.count, by: max(1, stream.count / 48)) {
            let read = DecodedAnswer(stream: [stream[..<place], stream[place...]], adapter)
            findings.expect(
                read.events == expected.events && read.decoder.answer == expected.decoder.answer, rule, sample.name, "at byte \(place)")
        }
        let bytewise = DecodedAnswer(stream: stream.indices.lazy.map { stream[$0...$0] }, adapter)
        findings.expect(bytewise.events == expected.events, rule, sample.name, "byte by byte")
    }

    /// Members and events that nobody knows change nothing; an event that is no JSON is skipped and counted.
    private func checkUnknown(_ sample: WireSample, _ findings: inout Findings) {
        let expected = DecodedAnswer(stream: sample.stream, adapter).meaning
        let events = ServerSentEvent.all(in: sample.stream)
        for unknown in ServerSentEvent.unknown {
            var read = DecodedAnswer(adapter)
            for event in events {
                read.take(unknown)
                read.take(event)
            }
            findings.expect(
                read.failure == nil && read.meaning == expected, "Unknown events are passed over", sample.name,
                String(decoding: unknown.data, as: UTF8.self))
        }
        var skipping = DecodedAnswer(adapter)
        for event in events.prefix(1) { skipping.take(event) }
        skipping.take(ServerSentEvent(event: events.first?.event ?? "", data: Array("{\"type\":".utf8)))
        for event in events.dropFirst() { skipping.take(event) }
        findings.expect(
            skipping.meaning == expected && skipping.decoder.skippedEvents == 1, "An event that is no JSON is skipped and counted",
            sample.name)
        var widened = DecodedAnswer(adapter)
        for event in events { widened.take(event.widened) }
        findings.expect(
            widened.failure == nil && widened.meaning == expected, "Unknown members are passed over in streams", sample.name,
            "\(widened.failure?.description ?? "\(widened.meaning)")")
        let whole = DecodedAnswer(document: ServerSentEvent(data: sample.document).widened.data, adapter)
        findings.expect(
            whole.failure == nil && whole.meaning == DecodedAnswer(document: sample.document, adapter).meaning,
            "Unknown members are passed over in documents", sample.name, "\(whole.failure?.description ?? "\(whole.meaning)")")
    }

    /// A decoder is a value: a copy goes its own way.
    private func checkCopies(_ sample: WireSample, _ findings: inout Findings) {
        let expected = DecodedAnswer(stream: sample.stream, adapter).meaning
        let events = ServerSentEvent.all(in: sample.stream)
        var read = DecodedAnswer(adapter)
        for event in events.prefix(events.count / 2) { read.take(event) }
        var copy = read
        for event in events.dropFirst(events.count / 2) { copy.take(event) }
        for event in events.dropFirst(events.count / 2) { read.take(event) }
        findings.expect(read.meaning == expected && copy.meaning == expected, "A decoder is a value", sample.name)
    }
}

extension ServerSentEvent {
    /// All events of a stream.
    static func all(in stream: [UInt8]) -> [ServerSentEvent] {
        var parser = ServerSentEventParser(maximumEventBytes: .max)
        var events: [ServerSentEvent] = []
        do throws(ServerSentEventError) { try parser.feed(stream, into: &events) } catch { return events }
        return events
    }

    /// Events that no API knows today.
    fileprivate static let unknown: [ServerSentEvent] = [
        ServerSentEvent(event: "vendor.progress", data: Array(#"{"type":"vendor.progress","share":0.5,"steps":[1,{"a":null}]}"#.utf8)),
        ServerSentEvent(event: "ping", data: Array(#"{"type":"ping"}"#.utf8)),
        ServerSentEvent(data: Array("{}".utf8)),
        ServerSentEvent(data: Array("[]".utf8)),
        ServerSentEvent(data: Array("null".utf8)),
    ]

    /// The event with an unknown member in every object.
    fileprivate var widened: ServerSentEvent {
        var result = self
        do throws(JSONError) { result.data = try JSONReader.read(data).widened.bytes() } catch { return self }
        return result
    }
}

extension JSONValue {
    fileprivate var widened: JSONValue {
        switch self {
        case .null, .bool, .number, .string: return self
        case .array(let elements): return .array(elements.map(\.widened))
        case .object(let object):
            var result: JSONObject = ["x_first": ["y": [1, "two", .null]]]
            for (key, value) in object { result[key] = value.widened }
            result["x_last"] = "unknown"
            return .object(result)
        }
    }
}
