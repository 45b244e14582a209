import Foundation
@_spi(Benchmarks) import Waybill

/// Writing a large request in its canonical form and fingerprinting it, beside what Foundation's encoder needs for its mere values.
enum CanonicalForms {
    static func contests(iterations: Int) throws -> [Contest] {
        try [whole(iterations), anotherTurn(iterations)]
    }

    /// Everything from the program's request to the body and the fingerprints, with nothing remembered.
    private static func whole(_ iterations: Int) throws -> Contest {
        let request = LargeRequest.request
        let values = try JSONReader.read(request.json.bytes())
        let stages = try CallStages(table: LargeRequest.table())
        let prepared = stages.prepare(request)
        guard let chosen = stages.plan(prepared)?.chosen, let size = stages.encode(prepared, for: chosen)?.body.count, size > 95_000 else {
            throw BenchmarkError("the request is not as large as it should be")
        }
        return Contest(
            title: "A request of \(size / 1_000) KB in its canonical form", operation: "request", operations: iterations,
            contestants: [
                .init("Foundation's encoder, unsorted") { for _ in 0..<$0 { keep(try JSONEncoder().encode(values)) } },
                .init("Waybill, with fingerprints", goal: .throughputRatio(0.5)) {
                    for _ in 0..<$0 {
                        let prepared = stages.prepare(request)
                        keep(stages.encode(prepared, for: chosen))
                        keep(FingerprintedPrompt(prepared))
                    }
                },
                .init("preparing") { for _ in 0..<$0 { keep(stages.prepare(request)) } },
                .init("encoding") { for _ in 0..<$0 { keep(stages.encode(prepared, for: chosen)) } },
                .init("fingerprints") { for _ in 0..<$0 { keep(FingerprintedPrompt(prepared)) } },
            ])
    }

    /// The fingerprints of a conversation that grew by one turn, what came before being remembered.
    private static func anotherTurn(_ iterations: Int) throws -> Contest {
        let stages = try CallStages(table: LargeRequest.table())
        let prepared = stages.prepare(LargeRequest.request)
        let grown = (0..<iterations + 1)
            .map { turn in
                var request = LargeRequest.request
                request.conversation.append(.user("Question \(turn): \(LargeRequest.sentence)"))
                return stages.prepare(request)
            }
        return Contest(
            title: "Fingerprints of a conversation with another turn", operation: "request", operations: iterations,
            contestants: [
                .init("everything hashed") { for _ in 0..<$0 { keep(FingerprintedPrompt(prepared)) } },
                .init("only the turn hashed") { count in
                    let memo = FingerprintMemo()
                    keep(FingerprintedPrompt(prepared, memo: memo))
                    let hashed = memo.hashedBytes
                    for turn in 0..<count { keep(FingerprintedPrompt(grown[turn], memo: memo)) }
                    guard (memo.hashedBytes - hashed) / count < 400 else { throw BenchmarkError("more than the turn was hashed") }
                },
            ])
    }
}

/// A request as a program makes it after many calls of tools: many tools, long instructions, a few documents, and a conversation.
private enum LargeRequest {
    static let sentence =
        "Where a parcel is late, apologize once, say where it was last seen, and offer to send the books again; \"never\" guess."

    static let request: ModelRequest = {
        var request = ModelRequest(workload: "large")
        request.instructions = String(repeating: sentence + "\n", count: 80)
        request.tools = (0..<21).map { tool($0) }
        request.references = (0..<4).map { Reference(title: "Document \($0)", text: String(repeating: sentence + "\n", count: 50)) }
        for turn in 0..<60 {
            let id = "call_\(turn)"
            request.conversation += [
                .user("Question \(turn): \(sentence)"),
                .toolCall(ToolCall(id: id, name: "tool_\(turn % 21)", arguments: #"{"order":\#(turn),"reason":"lost"}"#)),
                .toolResult(ToolResult(callID: id, #"{"order":\#(turn),"state":"held","at":"Leipzig"}"#)), .assistant(sentence),
            ]
        }
        request.conversation.append(.user("And now?"))
        return request
    }()

    private static func tool(_ number: Int) -> ToolDefinition {
        let fields = (0..<6)
            .map { field in
                (
                    "field_\(field)",
                    ["type": "string", "description": .string(sentence), "enum": ["lost", "damaged", "wrong item"]] as JSONValue
                )
            }
        return ToolDefinition(
            name: "tool_\(number)", description: sentence,
            parameters: [
                "type": "object", "properties": .object(JSONObject(fields.map { ($0.0, $0.1) })),
                "required": .array(fields.map { .string($0.0) }), "additionalProperties": false,
            ])
    }

    static func table() throws -> RouteTable {
        let model = Model(id: "gpt-5.4-mini")
        let provider = Provider(name: "large", api: .openAIResponses, baseURL: "https://large.example.com/v1", models: [model])
        return try RouteTable(
            providers: [provider], routes: [Route(workload: "large", models: [ModelName(provider: "large", id: model.id)])])
    }
}

/// Has the compiler believe that a value is used.
@inline(never)
private func keep<Value>(_ value: Value) {}
