public import WaybillInterchange
public import WaybillRoutes

/// Brings a request into its canonical form.
///
/// - Tools stand in the order of their names, unless the request pins them.
/// - Schemas are written so that what a model can see keeps its order and what only programs read is sorted.
/// - Instructions, tool descriptions, examples and references have `\n` as their only line ending. The user's own words are never touched.
/// - Examples become pairs of messages, references one user message before the conversation, and the late context the first text part of
///   the last user message.
public struct PromptPreparation: Sendable {
    private let schemaOrder: SchemaOrder

    /// Creates a preparation that writes schemas in this order.
    public init(schemaOrder: SchemaOrder = .asWritten) {
        self.schemaOrder = schemaOrder
    }

    /// Prepares a request.
    ///
    /// The same request gives the same result in every process.
    public func prepare(_ original: ModelRequest) -> PreparedRequest {
        var request = original
        var adjustments: [Adjustment] = []
        if normalizeLineEndings(&request) {
            adjustments.append(Adjustment(.normalized, "line_endings", "static text was brought to '\\n' as its only line ending"))
        }
        if request.toolOrder == .byName, !request.tools.isSorted {
            request.tools.sort { $0.precedes($1) }
            adjustments.append(Adjustment(.moved, "tools", "tools were ordered by name, so that the cached prefix stays the same"))
        }
        let (items, stableCount) = arrange(request)
        return PreparedRequest(
            request: request, items: items, stableItemCount: stableCount, toolSchemas: request.tools.map { schemaBytes($0.parameters) },
            outputSchema: outputSchema(request.output), features: neededFeatures(request), requestKey: requestKey(request, items),
            safetyIdentifier: request.user.map { SHA256.hash("waybill user \($0)").prefix(24).hexadecimal }, adjustments: adjustments)
    }

    /// Gives the static texts one form of line ending.
    ///
    /// - Returns: Whether any had another.
    private func normalizeLineEndings(_ request: inout ModelRequest) -> Bool {
        var isChanged = false
        func normalize(_ text: String?, _ set: (String) -> Void) {
            guard let text, text.containsASCII("\r") else { return }
            set(text.withUnixLineEndings)
            isChanged = true
        }
        normalize(request.instructions) { request.instructions = $0 }
        for index in request.tools.indices {
            normalize(request.tools[index].description) { request.tools[index].description = $0 }
        }
        for index in request.examples.indices {
            normalize(request.examples[index].input) { request.examples[index].input = $0 }
            normalize(request.examples[index].answer) { request.examples[index].answer = $0 }
        }
        for index in request.references.indices { normalize(request.references[index].text) { request.references[index].text = $0 } }
        return isChanged
    }

    /// Lays out everything after the instructions; the stable items come first.
    private func arrange(_ request: ModelRequest) -> (items: [ConversationItem], stableCount: Int) {
        var items: [ConversationItem] = []
        items.reserveCapacity(request.examples.count * 2 + 1 + request.conversation.count)
        for example in request.examples {
            items.append(.user(example.input))
            items.append(.assistant(example.answer))
        }
        if !request.references.isEmpty {
            let parts = request.references.map { ContentPart.text("# \($0.title)\n\n\($0.text)") }
            items.append(.message(Message(role: .user, content: parts)))
        }
        let stableCount = items.count
        items += request.conversation
        if let context = request.lateContext, !context.isEmpty { place(context, in: &items, from: stableCount) }
        return (items, stableCount)
    }

    private func place(_ context: String, in items: inout [ConversationItem], from start: Int) {
        for index in items.indices.reversed() where index >= start {
            guard case .message(var message) = items[index], message.role == .user else { continue }
            message.content.insert(.text(context), at: 0)
            items[index] = .message(message)
            return
        }
        items.append(.user(context))
    }

    private func outputSchema(_ output: OutputFormat) -> [UInt8]? {
        if case .jsonSchema(let format) = output { schemaBytes(format.schema) } else { nil }
    }

    private func schemaBytes(_ schema: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        schema.writeCanonicalSchema(into: &bytes, order: schemaOrder == .sorted ? .sorted : .asWritten)
        return bytes
    }
}

extension ToolDefinition {
    fileprivate func precedes(_ other: ToolDefinition) -> Bool { name.utf8.lexicographicallyPrecedes(other.name.utf8) }
}

extension [ToolDefinition] {
    fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { !$1.precedes($0) } }
}

extension String {
    /// The text with `\n` for every `\r\n` and `\r`.
    fileprivate var withUnixLineEndings: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(utf8.count)
        var afterReturn = false
        for byte in utf8 {
            if byte == UInt8(ascii: "\r") {
                bytes.append(UInt8(ascii: "\n"))
            } else if !(afterReturn && byte == UInt8(ascii: "\n")) {
                bytes.append(byte)
            }
            afterReturn = byte == UInt8(ascii: "\r")
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
