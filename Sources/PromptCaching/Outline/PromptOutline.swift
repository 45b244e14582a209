import WaybillInterchange

/// The segments of a prepared request, in rendered order, and the texts of each.
struct PromptOutline {
    let request: PreparedRequest
    /// What the segments are.
    let kinds: [PromptSegment.Kind]
    /// Which item holds the late context, if there is any.
    private let contextItem: Int?

    init(_ request: PreparedRequest) {
        self.request = request
        let original = request.request
        var kinds: [PromptSegment.Kind] = []
        if !original.tools.isEmpty { kinds.append(.tools) }
        if original.output != .text { kinds.append(.output) }
        if original.instructions?.isEmpty == false { kinds.append(.instructions) }
        if !original.examples.isEmpty { kinds.append(.examples) }
        kinds += original.references.indices.map { .reference($0) }
        let conversation = request.items.indices.dropFirst(request.stableItemCount)
        contextItem = original.lateContext?.isEmpty == false ? conversation.last { request.items[$0].isUserMessage } : nil
        for place in conversation {
            if place == contextItem {
                kinds.append(.lateContext)
                // Without a user message the late context has one for itself.
                guard request.items[place].content.count > 1 else { continue }
            }
            kinds.append(.turn(place - request.stableItemCount))
        }
        self.kinds = kinds
    }

    /// How many of the segments, from the first, belong to the stable part.
    var stableCount: Int { kinds.prefix { $0.isStable }.count }

    /// Lets a reader read the texts of a segment.
    func read(_ kind: PromptSegment.Kind, by reader: inout some PromptReader) {
        let original = request.request
        switch kind {
        case .tools:
            for (tool, schema) in zip(original.tools, request.toolSchemas) {
                reader.read(tool.name, at: PromptField(.name, owner: tool.name))
                if let description = tool.description { reader.read(description, at: PromptField(.description, owner: tool.name)) }
                if let strict = tool.strict { reader.read("\(strict)", at: PromptField(.strict, owner: tool.name)) }
                reader.read(schema, at: PromptField(.parameters, owner: tool.name))
            }
        case .output: readOutput(original.output, by: &reader)
        case .instructions: reader.read(original.instructions ?? "", at: PromptField(.whole))
        case .examples:
            for (place, example) in original.examples.enumerated() {
                reader.read(example.input, at: PromptField(.input, index: place))
                reader.read(example.answer, at: PromptField(.answer, index: place))
            }
        case .reference(let place):
            reader.read(original.references[place].title, at: PromptField(.title))
            reader.read(original.references[place].text, at: PromptField(.text))
        case .lateContext: reader.read(original.lateContext ?? "", at: PromptField(.whole))
        case .turn(let place): item(ofTurn: place).read(by: &reader)
        }
    }

    /// Whether an item of the conversation holds the late context.
    func isContextItem(_ place: Int) -> Bool { place + request.stableItemCount == contextItem }

    /// An item of the conversation as the program gave it, without the late context.
    func item(ofTurn place: Int) -> ConversationItem {
        let item = request.items[place + request.stableItemCount]
        guard isContextItem(place), case .message(var message) = item else { return item }
        message.content.removeFirst()
        return .message(message)
    }

    private func readOutput(_ output: OutputFormat, by reader: inout some PromptReader) {
        switch output {
        case .text: break
        case .jsonObject: reader.read("json-object", at: PromptField(.type))
        case .jsonSchema(let format):
            reader.read(format.name, at: PromptField(.name))
            if let description = format.description { reader.read(description, at: PromptField(.description)) }
            if !format.strict { reader.read("false", at: PromptField(.strict)) }
            reader.read(request.outputSchema ?? [], at: PromptField(.schema))
        }
    }
}

extension ConversationItem {
    fileprivate var isUserMessage: Bool {
        if case .message(let message) = self { message.role == .user } else { false }
    }

    fileprivate var content: [ContentPart] {
        if case .message(let message) = self { message.content } else { [] }
    }

    fileprivate func read(by reader: inout some PromptReader) {
        switch self {
        case .message(let message):
            reader.read(message.role.rawValue, at: PromptField(.role))
            if let phase = message.phase { reader.read(phase, at: PromptField(.phase)) }
            for (place, part) in message.content.enumerated() { part.read(by: &reader, at: place) }
        case .toolCall(let call):
            reader.read(call.id, at: PromptField(.id))
            reader.read(call.name, at: PromptField(.name))
            reader.read(call.arguments, at: PromptField(.arguments))
        case .toolResult(let result):
            reader.read(result.callID, at: PromptField(.callID))
            for (place, part) in result.content.enumerated() { part.read(by: &reader, at: place) }
        case .reasoning(let item):
            reader.read(item.issuer.description, at: PromptField(.issuer))
            reader.read(item.text, at: PromptField(.text))
            if let wire = item.wire { reader.read(wire.bytes(), at: PromptField(.wire)) }
        case .other(let item):
            reader.read(item.issuer.description, at: PromptField(.issuer))
            reader.read(item.wire.bytes(), at: PromptField(.wire))
        }
    }
}

extension ContentPart {
    fileprivate func read(by reader: inout some PromptReader, at place: Int) {
        switch self {
        case .text(let text): reader.read(text, at: PromptField(.text, index: place))
        case .refusal(let text): reader.read(text, at: PromptField(.refusal, index: place))
        case .image(let image):
            image.source.read(by: &reader, at: PromptField(.image, index: place))
            reader.read(image.detail.rawValue, at: PromptField(.detail, index: place))
        case .file(let file):
            reader.read(file.name, at: PromptField(.name, index: place))
            file.source.read(by: &reader, at: PromptField(.file, index: place))
        case .audio(let audio):
            reader.read(audio.format, at: PromptField(.format, index: place))
            reader.read(audio.bytes, at: PromptField(.audio, index: place))
        }
    }
}

extension ContentSource {
    fileprivate func read(by reader: inout some PromptReader, at field: PromptField) {
        switch self {
        case .url(let url): reader.read(url, at: field)
        case .bytes(let bytes, let mediaType):
            reader.read(mediaType, at: PromptField(.format, index: field.index))
            reader.read(bytes, at: field)
        }
    }
}
