import WaybillInterchange

/// An answer as a decoder read it, with everything that came on the way.
struct DecodedAnswer {
    private(set) var decoder: any AnswerDecoder
    private(set) var events: [AnswerEvent] = []
    private(set) var failure: ModelFailure?
    private var parser = ServerSentEventParser()

    init(_ adapter: any ProviderAdapter) { decoder = adapter.makeDecoder(outputLimit: nil) }

    /// Reads a document.
    init(document: [UInt8], _ adapter: any ProviderAdapter) {
        self.init(adapter)
        do throws(ModelFailure) { try decoder.decodeWhole(document, into: &events) } catch { failure = error }
    }

    /// Reads a stream that came in these pieces.
    init(stream pieces: some Sequence<ArraySlice<UInt8>>, _ adapter: any ProviderAdapter) {
        self.init(adapter)
        for piece in pieces { take(piece) }
        finish()
    }

    /// Reads a whole stream.
    init(stream: [UInt8], _ adapter: any ProviderAdapter) { self.init(stream: [stream[...]], adapter) }

    /// Takes more of a stream.
    mutating func take(_ bytes: ArraySlice<UInt8>) {
        var complete: [ServerSentEvent] = []
        do throws(ServerSentEventError) {
            try parser.feed(Array(bytes), into: &complete)
        } catch {
            failure = ModelFailure(.malformedAnswer, scope: .model, "\(error)")
        }
        for event in complete { take(event) }
    }

    /// Ends the stream; an event without its empty line counts, as it does for the library.
    mutating func finish() {
        if let last = parser.finish() { take(last) }
    }

    mutating func take(_ event: ServerSentEvent) {
        guard failure == nil else { return }
        do throws(ModelFailure) { try decoder.decode(event, into: &events) } catch { failure = error }
    }

    var meaning: AnswerMeaning { AnswerMeaning(decoder.answer) }
}

/// What an answer says, without ids and the provider's own wording.
struct AnswerMeaning: Hashable {
    var text = ""
    var refusal: String?
    var toolCalls: [ToolCall] = []
    var reasoning = ""
    var finishReason: FinishReason?
    var usage: TokenUsage?

    init(_ answer: Answer) {
        for item in answer.items {
            switch item {
            case .message(let message):
                text += message.text
                for case .refusal(let words) in message.content { refusal = (refusal ?? "") + words }
            case .toolCall(let call): toolCalls.append(call)
            case .reasoning(let item): reasoning += item.text
            case .toolResult, .other: break
            }
        }
        finishReason = answer.finishReason
        usage = answer.usage
        usage?.reported = nil
    }

    /// What the caller was handed over, piece by piece; calls without their end and usage.
    init(_ events: [AnswerEvent]) {
        var places: [Int: Int] = [:]
        for event in events {
            switch event {
            case .textDelta(let more): text += more
            case .refusalDelta(let more): refusal = (refusal ?? "") + more
            case .reasoningDelta(let more): reasoning += more
            case .activity: break
            case .toolCallDelta(let delta):
                if let place = places[delta.index] {
                    toolCalls[place].arguments += delta.arguments
                } else {
                    places[delta.index] = toolCalls.count
                    toolCalls.append(ToolCall(id: delta.id, name: delta.name, arguments: delta.arguments))
                }
            }
        }
    }

    /// The same without what only the end of an answer tells.
    var content: AnswerMeaning {
        var result = self
        result.finishReason = nil
        result.usage = nil
        return result
    }

    /// Whether the content is the same; reasoning does not count.
    func saysTheSame(as other: AnswerMeaning) -> Bool {
        text == other.text && refusal == other.refusal && toolCalls == other.toolCalls
    }
}
