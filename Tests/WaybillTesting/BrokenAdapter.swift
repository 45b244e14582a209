import WaybillInterchange
import WaybillProviderAdapters
import WaybillRoutes

/// A sound adapter with faults put in.
struct BrokenAdapter: ProviderAdapter {
    /// What is done wrong.
    struct Faults: Sendable {
        var review: @Sendable (inout AdapterReview) -> Void = { _ in }
        var encode: @Sendable (inout EncodedRequest, PreparedRequest, GenerationParameters) -> Void = { _, _, _ in }
        var decode: @Sendable (inout BrokenDecoder, ServerSentEvent) throws -> Void = { _, _ in }
        var read: @Sendable (inout BrokenDecoder) -> Void = { _ in }
        var answer: @Sendable (inout Answer) -> Void = { _ in }
        var failure: @Sendable (inout ModelFailure, [UInt8]) -> Void = { _, _ in }
    }

    let sound: OpenAIChatAdapter
    let faults: Faults

    init(_ faults: Faults) {
        let provider = Provider(name: "broken", api: .openAIChat, baseURL: "https://broken.invalid/v1")
        sound = OpenAIChatAdapter(provider: provider, model: Model(id: "model"))
        self.faults = faults
    }

    var model: ModelName { sound.model }

    func review(_ request: PreparedRequest, _ parameters: GenerationParameters) -> AdapterReview {
        var review = sound.review(request, parameters)
        faults.review(&review)
        return review
    }

    func encode(_ request: PreparedRequest, _ parameters: GenerationParameters, streaming: Bool) -> EncodedRequest {
        var written = sound.encode(request, parameters, streaming: streaming)
        faults.encode(&written, request, parameters)
        return written
    }

    func makeDecoder(outputLimit: Int?) -> any AnswerDecoder {
        BrokenDecoder(sound: sound.makeDecoder(outputLimit: outputLimit), faults: faults, model: model)
    }

    func failure(status: Int, headers: [HeaderField], body: [UInt8]) -> ModelFailure {
        var failure = sound.failure(status: status, headers: headers, body: body)
        faults.failure(&failure, body)
        return failure
    }
}

/// A sound decoder with faults put in.
struct BrokenDecoder: AnswerDecoder {
    var sound: any AnswerDecoder
    let faults: BrokenAdapter.Faults
    let model: ModelName
    /// Answers instead of the sound decoder where set.
    var claimedProgress: AnswerProgress?
    var extraEvents: [AnswerEvent] = []
    /// How many events it was given.
    var seen = 0

    var skippedEvents: Int { sound.skippedEvents }

    mutating func decode(_ event: ServerSentEvent, into output: inout [AnswerEvent]) throws(ModelFailure) {
        seen += 1
        do {
            try faults.decode(&self, event)
        } catch {
            throw ModelFailure(.malformedAnswer, scope: .model, "The event is not known.", model: model)
        }
        try sound.decode(event, into: &output)
        output += extraEvents
        extraEvents = []
    }

    mutating func decodeWhole(_ body: [UInt8], into output: inout [AnswerEvent]) throws(ModelFailure) {
        faults.read(&self)
        try sound.decodeWhole(body, into: &output)
    }

    var progress: AnswerProgress { claimedProgress ?? sound.progress }

    var answer: Answer {
        var answer = sound.answer
        faults.answer(&answer)
        return answer
    }
}
