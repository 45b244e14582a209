import WaybillInterchange

/// Reads one answer of Chat Completions, streamed or whole.
struct ChatDecoder: AnswerDecoder {
    private(set) var progress: AnswerProgress = .open
    private(set) var skippedEvents = 0

    private let model: ModelName
    private let reasoningFields: [String]
    private let outputLimit: Int?
    private var draft = ChatDraft()

    init(model: ModelName, reasoningFields: [String], outputLimit: Int?) {
        self.model = model
        self.reasoningFields = reasoningFields
        self.outputLimit = outputLimit
    }

    var answer: Answer { draft.answer(of: model, outputLimit: outputLimit) }

    mutating func decode(_ event: ServerSentEvent, into output: inout [AnswerEvent]) throws(ModelFailure) {
        guard progress != .ended else { return }
        guard !event.data.elementsEqual("[DONE]".utf8) else {
            progress = .ended
            return
        }
        let chunk: ChatChunk
        let error: JSONValue?
        do throws(JSONError) {
            chunk = try ChatChunk.read(event.data, reasoningFields: reasoningFields, isFirst: !draft.isIdentified)
            error = try self.error(in: chunk, of: event.data, isNamed: event.event == "error")
        } catch {
            skippedEvents += 1
            return
        }
        try take(chunk, error, into: &output)
    }

    mutating func decodeWhole(_ body: [UInt8], into output: inout [AnswerEvent]) throws(ModelFailure) {
        let chunk: ChatChunk
        let error: JSONValue?
        do throws(JSONError) {
            chunk = try ChatChunk.read(body, reasoningFields: reasoningFields, isFirst: true)
            error = try self.error(in: chunk, of: body, isNamed: false)
        } catch {
            throw malformed("The answer is no JSON.")
        }
        try take(chunk, error, into: &output)
        guard chunk.choice != nil else { throw malformed("The answer is JSON without a choice in it.") }
        if progress == .open { finish(.stop, into: &output) }
        progress = .ended
    }

    /// Takes what a chunk brought, and then its error: what came before it was an answer.
    private mutating func take(_ chunk: ChatChunk, _ error: JSONValue?, into output: inout [AnswerEvent]) throws(ModelFailure) {
        draft.identify(chunk)
        if let choice = chunk.choice { draft.take(choice, into: &output) }
        if let error { throw FailureClassifier(model: model).failure(inAnswer: error) }
        guard let word = chunk.choice?.finishReason else { return }
        switch ChatFinish(word: word) {
        case .ended(let reason)?: finish(reason, into: &output)
        case .failed?: throw ModelFailure(.serverError, scope: .model, "The server gave up in the middle of its answer.", model: model)
        case nil: break
        }
    }

    private mutating func finish(_ reason: FinishReason, into output: inout [AnswerEvent]) {
        draft.finish(reason, into: &output)
        progress = .finishing
    }

    /// The error that a chunk holds or is.
    ///
    /// It stands beside the choices or in the first of them. Some servers send an error that is the whole chunk, which says so by its
    /// `object` or by the name of its event.
    private func error(in chunk: ChatChunk, of bytes: [UInt8], isNamed: Bool) throws(JSONError) -> JSONValue? {
        if let error = chunk.choice?.error { return ["error": error] }
        guard chunk.isError || !chunk.hasChoices else { return nil }
        let document = try JSONReader.read(bytes)
        guard chunk.isError || isNamed || document["object"]?.stringValue == "error" else { return nil }
        return document
    }

    private func malformed(_ explanation: String) -> ModelFailure {
        ModelFailure(.malformedAnswer, scope: .model, explanation, model: model)
    }
}
