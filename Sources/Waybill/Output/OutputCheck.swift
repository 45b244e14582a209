import WaybillInterchange

/// Holds whole answers against what their request asked for.
struct OutputCheck: Sendable {
    let request: PreparedRequest
    let schemas: SchemaMemo
    /// Whether the schemas count, or only what ``decoding`` says.
    var readsSchemas = true
    /// Tells what is wrong with a text that the caller wants as a value of a type of its own.
    var decoding: (@Sendable (String) -> OutputFinding?)?

    /// Looks at a whole answer.
    ///
    /// - Returns: `nil` where there is nothing to check: free text, a refusal, or calls where the request has no tools.
    func validation(of items: [ConversationItem]) -> OutputValidation? {
        guard !items.contains(where: \.holdsRefusal) else { return nil }
        let calls = items.compactMap { item in if case .toolCall(let call) = item { call } else { nil } }
        guard calls.isEmpty else { return readsSchemas && !request.request.tools.isEmpty ? validation(of: calls) : nil }
        let text = items.answerText
        let result = readsSchemas ? validation(of: text) : nil
        guard let decoding, result?.isValid ?? true else { return result }
        return OutputValidation(issues: [decoding(text)].compactMap(\.self), unchecked: result?.unchecked ?? [])
    }

    private func validation(of text: String) -> OutputValidation? {
        switch request.request.output {
        case .text: return nil
        case .jsonObject: return validation(ofObject: text)
        case .jsonSchema(let format):
            let schema = schemas.schema(format.schema, bytes: request.outputSchema ?? format.schema.canonicalSchemaBytes())
            return check(text, .root["text"], against: schema, .root["output"])
        }
    }

    /// What of the request's schemas is never checked.
    var gaps: [OutputFinding] {
        var gaps: [OutputFinding] = []
        if case .jsonSchema(let format) = request.request.output {
            gaps += JSONSchema(compiling: format.schema).gaps.map { OutputFinding($0, of: .root["output"]) }
        }
        for tool in request.request.tools {
            gaps += JSONSchema(compiling: tool.parameters).gaps.map { OutputFinding($0, of: tool.place) }
        }
        return gaps
    }

    private func validation(of calls: [ToolCall]) -> OutputValidation {
        var result = OutputValidation()
        for (index, call) in calls.enumerated() {
            let part = JSONPath.root["tool_calls"][index]
            guard let place = request.request.tools.firstIndex(where: { $0.name == call.name }) else {
                // A tool that the request brings in by its extras is not known here.
                guard request.request.extras.isEmpty else { continue }
                result.issues.append(OutputFinding(part: part["name"], problem: "is none of the tools of the request"))
                continue
            }
            let tool = request.request.tools[place]
            let schema = schemas.schema(tool.parameters, bytes: request.toolSchemas[place])
            // Some servers write nothing where a function takes nothing.
            let arguments = call.arguments.isEmpty ? "{}" : call.arguments
            let found = check(arguments, part["arguments"], against: schema, tool.place)
            result.issues += found.issues
            result.unchecked += found.unchecked
        }
        return result
    }

    private func validation(ofObject text: String) -> OutputValidation {
        let part = JSONPath.root["text"]
        return switch read(text) {
        case .object: OutputValidation()
        case nil: OutputValidation(issues: [OutputFinding(part: part, problem: "is not JSON")])
        default: OutputValidation(issues: [OutputFinding(part: part, problem: "is no JSON object")])
        }
    }

    private func check(_ text: String, _ part: JSONPath, against schema: JSONSchema, _ place: JSONPath) -> OutputValidation {
        guard let value = read(text) else { return OutputValidation(issues: [OutputFinding(part: part, problem: "is not JSON")]) }
        switch schema.check(value) {
        case .valid: return OutputValidation()
        case .validAsFarAsChecked(let gaps): return OutputValidation(unchecked: gaps.map { OutputFinding($0, of: place) })
        case .invalid(let violation):
            let finding = OutputFinding(part: part, pointer: violation.pointer, problem: violation.problem)
            return OutputValidation(issues: [finding])
        }
    }

    /// The text as JSON; `nil` where it is none.
    private func read(_ text: String) -> JSONValue? {
        // That it is none is all there is to say: the message could quote a character of the answer.
        do { return try JSONReader.read(text) } catch { return nil }
    }
}

extension OutputFinding {
    fileprivate init(_ gap: JSONSchemaGap, of part: JSONPath) {
        self.init(part: part, pointer: gap.pointer, problem: gap.reason)
    }
}

extension ToolDefinition {
    /// Where its schema stands in the request, by its name: the order in which tools are sent is not the one in which they were written.
    fileprivate var place: JSONPath { .root["tools"][name]["parameters"] }
}

extension ConversationItem {
    fileprivate var holdsRefusal: Bool {
        guard case .message(let message) = self else { return false }
        return message.content.contains { part in if case .refusal = part { true } else { false } }
    }
}

extension [ConversationItem] {
    /// The text that is the answer, without what was said on the way to it.
    var answerText: String {
        var result = ""
        for case .message(let message) in self where message.phase != "commentary" { result += message.text }
        return result
    }
}
