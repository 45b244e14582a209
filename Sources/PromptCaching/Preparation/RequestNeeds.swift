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

/// Multiplies and folds eight bytes at a time: fast, and the same in every process.
///
/// Enough for spreading; never for telling texts apart.
private struct StableHash {
    /// How much of a long text counts.
    private static let significantBytes = 2_048

    private(set) var value: UInt64 = 0

    mutating func mix(_ kind: StaticString, _ text: String) {
        var text = text
        kind.withUTF8Buffer { mix(UnsafeRawBufferPointer($0)) }
        text.withUTF8 { mix(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer($0).prefix(Self.significantBytes))) }
    }

    private mutating func mix(_ bytes: UnsafeRawBufferPointer) {
        let whole = bytes.count & ~7
        for place in stride(from: 0, to: whole, by: 8) {
            mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
        }
        mix(bytes[whole...].reduce(0) { $0 << 8 | UInt64($1) })
        // So that texts that end in zero bytes differ, and where one text ends and the next begins counts.
        mix(UInt64(bytes.count))
    }

    private mutating func mix(_ word: UInt64) {
        value = (value ^ word) &* 0x9e37_79b9_7f4a_7c15
        value ^= value >> 32
    }
}
