public import WaybillInterchange
public import WaybillRoutes

/// Brings a request into its canonical form, which ``CanonicalForm`` describes.
///
/// - Tools stand in the order of their names, unless the request pins them.
/// - Schemas and vendor extras are written so that what a model can see keeps its order and what only programs read is sorted.
/// - Instructions, descriptions, examples and references have `\n` as their only line ending. The user's own words are never touched.
/// - Examples become pairs of messages, references one user message before the conversation, and the late context the first text part of
///   the last user message.
public struct PromptPreparation: Sendable {
    private let schemaOrder: JSONSchemaOrder
    private let normalization: TextNormalization

    /// Creates a preparation.
    ///
    /// - Parameters:
    ///   - schemaOrder: How the members of schemas are ordered.
    ///   - normalization: What is done to the characters of static text.
    public init(schemaOrder: SchemaOrder = .asWritten, normalization: TextNormalization = .none) {
        self.schemaOrder = schemaOrder == .sorted ? .sorted : .asWritten
        self.normalization = normalization
    }

    /// Prepares a request.
    ///
    /// The same request gives the same result in every process.
    public func prepare(_ original: ModelRequest) -> PreparedRequest {
        var request = original
        var adjustments = normalizeTexts(&request)
        if request.toolOrder == .byName, !request.tools.isSorted {
            request.tools.sort { $0.precedes($1) }
            adjustments.append(Adjustment(.moved, "tools", "tools were ordered by name, so that the cached prefix stays the same"))
        }
        adjustments += schemaAdjustments(request)
        if sortExtras(&request) {
            adjustments.append(Adjustment(.normalized, "extras", "keys were sorted, numbers shortened"))
        }
        let (items, stableCount) = arrange(request)
        return PreparedRequest(
            request: request, items: items, stableItemCount: stableCount,
            toolSchemas: request.tools.map { $0.parameters.canonicalSchemaBytes(order: schemaOrder) },
            outputSchema: request.output.schema?.canonicalSchemaBytes(order: schemaOrder), features: neededFeatures(request),
            requestKey: requestKey(request, items),
            safetyIdentifier: request.user.map { SHA256.hash("waybill user \($0)").prefix(24).hexadecimal }, adjustments: adjustments)
    }

    /// Brings the static texts into one form.
    private func normalizeTexts(_ request: inout ModelRequest) -> [Adjustment] {
        var texts = StaticTexts(normalization)
        texts.normalize(&request.instructions)
        for index in request.tools.indices {
            texts.normalize(&request.tools[index].description)
            texts.normalize(schema: &request.tools[index].parameters)
        }
        if case .jsonSchema(var format) = request.output {
            texts.normalize(&format.description)
            texts.normalize(schema: &format.schema)
            request.output = .jsonSchema(format)
        }
        for index in request.examples.indices {
            texts.normalize(&request.examples[index].input)
            texts.normalize(&request.examples[index].answer)
        }
        for index in request.references.indices {
            texts.normalize(&request.references[index].title)
            texts.normalize(&request.references[index].text)
        }
        var adjustments: [Adjustment] = []
        if texts.changedLineEndings {
            adjustments.append(Adjustment(.normalized, "line_endings", "static text was brought to '\\n' as its only line ending"))
        }
        if texts.composedCharacters {
            adjustments.append(Adjustment(.normalized, "unicode", "static text was brought to Unicode's Normalization Form C"))
        }
        return adjustments
    }

    /// What writing the schemas in their canonical form changes.
    private func schemaAdjustments(_ request: ModelRequest) -> [Adjustment] {
        let schemas = request.tools.lazy.map(\.parameters)
        guard
            !schemas.allSatisfy({ $0.isCanonicalSchema(order: schemaOrder) })
                || request.output.schema?.isCanonicalSchema(order: schemaOrder) == false
        else { return [] }
        let keys = schemaOrder == .sorted ? "all keys" : "keys that only programs read"
        return [Adjustment(.normalized, "schemas", "\(keys) were sorted, numbers shortened")]
    }

    /// Writes vendor extras in their canonical form.
    ///
    /// They may hold schemas (of tools, of the answer), so they are sorted as these are.
    ///
    /// - Returns: Whether that changed any.
    private func sortExtras(_ request: inout ModelRequest) -> Bool {
        var isChanged = false
        for (adapter, members) in request.extras {
            let extras = JSONValue.object(members)
            guard !extras.isCanonicalSchema() else { continue }
            let options = JSONReader.Options(maximumDepth: JSONReader.Options.deepest)
            do {
                request.extras[adapter] = try JSONReader.read(extras.canonicalSchemaBytes(), options: options).objectValue
                isChanged = true
            } catch {
                // Deeper than any reader takes: it goes as it was written.
            }
        }
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
}

extension ToolDefinition {
    fileprivate func precedes(_ other: ToolDefinition) -> Bool { name.utf8.lexicographicallyPrecedes(other.name.utf8) }
}

extension [ToolDefinition] {
    fileprivate var isSorted: Bool { zip(self, dropFirst()).allSatisfy { !$1.precedes($0) } }
}

extension OutputFormat {
    /// The schema that the answer must follow.
    fileprivate var schema: JSONValue? {
        if case .jsonSchema(let format) = self { format.schema } else { nil }
    }
}
