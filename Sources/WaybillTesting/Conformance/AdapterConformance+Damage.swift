import WaybillInterchange

extension AdapterConformance {
    /// Checks what becomes of answers that are cut, broken, or turn into an error.
    func checkDamagedAnswers(_ findings: inout Findings) {
        for sample in samples {
            checkCutStreams(sample, &findings)
            checkCutDocuments(sample, &findings)
            checkNoise(sample, &findings)
        }
        if let sample = samples.first { checkErrorEvents(within: sample, &findings) }
    }

    /// Of a stream that lacks content, nothing may say that it ended.
    private func checkCutStreams(_ sample: WireSample, _ findings: inout Findings) {
        let stream = sample.stream
        let full = DecodedAnswer(stream: stream, adapter).meaning
        let ends = stride(from: 0, to: stream.count, by: max(1, stream.count / 48))
        for end in ends {
            let read = DecodedAnswer(stream: [stream[..<end]], adapter)
            findings.expect(read.failure == nil, "A cut stream is no error of the provider's", sample.name, "cut at byte \(end)")
            guard !read.meaning.saysTheSame(as: full) else { continue }
            findings.expect(read.decoder.progress == .open, "A stream that lacks content has not ended", sample.name, "cut at byte \(end)")
            findings.expect(
                read.meaning.finishReason == nil, "A stream that lacks content has no finish reason", sample.name, "cut at byte \(end)")
            findings.expect(
                full.text.hasPrefix(read.meaning.text), "What came of a cut stream is the beginning of its answer", sample.name,
                read.meaning.text)
        }
    }

    /// Half a document is no answer.
    private func checkCutDocuments(_ sample: WireSample, _ findings: inout Findings) {
        let document = sample.document
        for end in stride(from: 0, to: document.count, by: max(1, document.count / 24)) {
            let read = DecodedAnswer(document: Array(document[..<end]), adapter)
            findings.expect(
                read.failure != nil || read.meaning.saysTheSame(as: DecodedAnswer(document: document, adapter).meaning),
                "A cut document is a failure", sample.name, "cut at byte \(end)")
        }
    }

    /// Whatever comes, reading it ends, and a failure shows nothing of it.
    private func checkNoise(_ sample: WireSample, _ findings: inout Findings) {
        var random = SeededGenerator(seed: 42)
        for round in 0..<24 {
            var stream = sample.stream
            var document = sample.document
            for _ in 0...(round % 5) {
                stream[Int(random.next() % UInt64(stream.count))] = UInt8(truncatingIfNeeded: random.next())
                document[Int(random.next() % UInt64(document.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            for failure in [DecodedAnswer(stream: stream, adapter).failure, DecodedAnswer(document: document, adapter).failure] {
                guard let failure, sample.text.count > 4 else { continue }
                findings.expect(
                    !failure.description.contains(sample.text), "A failure shows nothing of an answer", sample.name,
                    "seed 42, round \(round)")
            }
        }
    }

    /// An error within a stream is a failure, before content as after it, and shows nothing of what it says.
    private func checkErrorEvents(within sample: WireSample, _ findings: inout Findings) {
        let events = ServerSentEvent.all(in: sample.stream)
        for text in errorEvents {
            for event in ServerSentEvent.all(in: Array(text.utf8)) {
                for place in [0, events.count / 2] {
                    var read = DecodedAnswer(adapter)
                    for event in events.prefix(place) { read.take(event) }
                    read.take(event)
                    findings.expect(read.failure != nil, "An error within a stream is a failure", text)
                    if let failure = read.failure { checkDiscretion(failure, text, &findings) }
                    findings.expect(read.decoder.progress != .ended, "A stream with an error has not ended", text)
                }
            }
        }
    }
}
