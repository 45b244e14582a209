import WaybillInterchange

/// Reads the response of one attempt: bytes in, events of the answer out.
///
/// A body is read as server-sent events or as one JSON document by how it begins: some servers answer a streamed request with a plain
/// document, and labels are not always true.
final class AttemptReader {
    /// What a body is read as.
    private enum Form {
        case undecided
        case events
        case document
        case error
    }

    /// How much of an error's body is kept.
    private static let errorBodyLimit = 64 << 10

    private let adapter: any ProviderAdapter
    private var decoder: any AnswerDecoder
    private var parser = ServerSentEventParser()
    private var form = Form.undecided
    private var document: [UInt8] = []
    private var head: TransportResponseHead?
    private var parsed: [ServerSentEvent] = []
    /// Whether anything came that an answer of the API could begin with.
    private var sawEvent = false

    init(adapter: any ProviderAdapter, outputLimit: Int?) {
        self.adapter = adapter
        decoder = adapter.makeDecoder(outputLimit: outputLimit)
    }

    private var contentType: String { head?.headers.value(of: "content-type")?.lowercased() ?? "" }

    private var saysEventStream: Bool { contentType.hasPrefix("text/event-stream") }

    private var saysDocument: Bool { contentType.hasPrefix("application/json") }

    /// How near the answer is to its end.
    private(set) var progress = AnswerProgress.open

    /// How many events were passed over because they were no JSON.
    private(set) var skippedEvents = 0

    /// Whether the response is an error.
    var isError: Bool { if case .error = form { true } else { false } }

    /// Takes the head of the response.
    func open(_ head: TransportResponseHead) {
        self.head = head
        if !(200..<300).contains(head.status) { form = .error }
    }

    /// Takes a piece of the body; appends what it brought to `output`.
    func read(_ bytes: [UInt8], into output: inout [AnswerEvent]) throws(ModelFailure) {
        if case .undecided = form { decide(by: bytes) }
        switch form {
        case .error: document.append(contentsOf: bytes.prefix(Self.errorBodyLimit - document.count))
        case .document: document.append(contentsOf: bytes)
        case .undecided: break
        case .events:
            do {
                try parser.feed(bytes, into: &parsed)
            } catch {
                throw malformed("The stream is not made of server-sent events: \(error).")
            }
            try decodeParsed(into: &output)
        }
    }

    /// Takes the clean end of the body.
    ///
    /// - Returns: The answer, or `nil` where it is not whole.
    func end(into output: inout [AnswerEvent]) throws(ModelFailure) -> Answer? {
        if case .undecided = form, saysDocument { form = .document }
        switch form {
        case .error: throw failure()
        case .document:
            try decoder.decodeWhole(document, into: &output)
            progress = decoder.progress
            return answer
        case .events, .undecided:
            if let last = parser.finish() { parsed.append(last) }
            try decodeParsed(into: &output)
            if !sawEvent, !saysEventStream {
                throw malformed("What came is no answer of the API; check base_url and api in the provider file.")
            }
            return progress == .open ? nil : answer
        }
    }

    /// The answer as far as it came, with what the headers say of its bill.
    var answer: Answer {
        var answer = decoder.answer
        if let notice = head.flatMap({ adapter.billing(headers: $0.headers) }) {
            answer.serviceTier = answer.serviceTier ?? notice.serviceTier
            answer.reportedCost = answer.reportedCost ?? notice.cost
        }
        return answer
    }

    /// The failure that an error response tells of, from as much of it as came.
    func failure() -> ModelFailure {
        adapter.failure(status: head?.status ?? 0, headers: head?.headers ?? [], body: document)
    }

    private func decodeParsed(into output: inout [AnswerEvent]) throws(ModelFailure) {
        defer { parsed.removeAll(keepingCapacity: true) }
        guard !parsed.isEmpty else { return }
        sawEvent = true
        defer { (progress, skippedEvents) = (decoder.progress, decoder.skippedEvents) }
        for event in parsed { try decoder.decode(event, into: &output) }
    }

    private func malformed(_ explanation: String) -> ModelFailure {
        ModelFailure(.malformedAnswer, scope: .model, explanation, model: adapter.model, status: head?.status)
    }

    /// Decides what the body is by its first byte that is not blank: no JSON value begins like a line of an event stream.
    private func decide(by bytes: [UInt8]) {
        guard let first = bytes.first(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0a && $0 != 0x0d }) else { return }
        switch Unicode.Scalar(first) {
        case "{", "[": form = .document
        // `data`, `event`, `id`, `retry` and comments.
        case "d", "e", "i", "r", ":": form = .events
        default: form = saysDocument ? .document : .events
        }
    }
}
