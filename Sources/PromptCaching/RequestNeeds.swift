import WaybillInterchange

/// What a model must be able to do to serve a request, each once, in the order of ``Feature/declarable``.
func neededFeatures(_ request: ModelRequest) -> [Feature] {
    var needed: Set<Feature> = []
    if !request.tools.isEmpty { needed.insert(.tools) }
    switch request.output {
    case .text: break
    case .jsonObject: needed.insert(.jsonObject)
    case .jsonSchema: needed.insert(.jsonSchema)
    }
    for item in request.conversation {
        switch item {
        case .message(let message): needed.formUnion(message.content.compactMap(\.feature))
        case .toolResult(let result): needed.formUnion(result.content.compactMap(\.feature))
        case .toolCall, .reasoning, .other: break
        }
    }
    return needed.isEmpty ? [] : Feature.declarable.filter(needed.contains)
}

extension ContentPart {
    fileprivate var feature: Feature? {
        switch self {
        case .text, .refusal: nil
        case .image: .images
        case .file: .files
        case .audio: .audio
        }
    }
}

/// What weighted choices and caches hang on: the conversation, else the user, else the beginning of the prompt.
func requestKey(_ request: ModelRequest, _ items: [ConversationItem]) -> UInt64 {
    var key = StableHash()
    if let id = request.conversationID {
        key.mix("conversation", id)
    } else if let user = request.user {
        key.mix("user", user)
    } else {
        key.mix("instructions", request.instructions ?? "")
        for case .message(let message) in items where message.role == .user {
            key.mix("input", message.text)
            break
        }
    }
    return key.value
}

/// FNV-1a: fast, and the same in every process.
///
/// Enough for spreading; never for telling texts apart.
private struct StableHash {
    /// How much of a long text counts.
    private static let significantBytes = 2_048

    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func mix(_ kind: StaticString, _ text: String) {
        kind.withUTF8Buffer { mix($0) }
        mix(text.utf8.prefix(Self.significantBytes))
    }

    private mutating func mix(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
}
