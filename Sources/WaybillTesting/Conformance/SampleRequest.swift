import WaybillInterchange
import WaybillPromptCaching

/// A request whose every part can be found again in the bytes.
struct SampleRequest {
    let name: String
    var request: ModelRequest
    /// Texts that must be in the body, unless the review tells of an adjustment or an obstacle.
    var expected: [String]
    /// Texts that must not be in the body.
    var forbidden: [String] = []

    init(_ name: String, _ request: ModelRequest, expecting expected: [String], forbidding forbidden: [String] = []) {
        self.name = name
        self.request = request
        self.expected = expected
        self.forbidden = forbidden
    }

    var prepared: PreparedRequest { PromptPreparation().prepare(request) }

    /// Requests of every kind.
    ///
    /// - Parameter model: The model of the adapter under test, whose own reasoning goes back to it.
    static func all(for model: ModelName) -> [SampleRequest] {
        [text, strangeText, stablePrefix, assistantRefusal, privateMatters, foreignItems, extrasForOthers]
            + [ownReasoning(model)] + toolRequests + mediaRequests + formatRequests
    }

    // MARK: Text

    static let text = SampleRequest(
        "text",
        ModelRequest(
            workload: "conformance", instructions: "mark-instructions",
            conversation: [.user("mark-question"), .assistant("mark-answer"), .user("mark-again")]),
        expecting: ["mark-instructions", "mark-question", "mark-answer", "mark-again"])

    private static let strangeText: SampleRequest = {
        let strange = "a\"b\\c/d\u{0}\u{7F}\u{2028}e\u{301}é\u{1F469}\u{200D}\u{1F4BB}\r\n\t  \u{FEFF}"
        return SampleRequest("strange text", ModelRequest(workload: "conformance", conversation: [.user(strange)]), expecting: [strange])
    }()

    private static let stablePrefix = SampleRequest(
        "examples, references and late context",
        ModelRequest(
            workload: "conformance", examples: [Example(input: "mark-input", answer: "mark-example")],
            references: [Reference(title: "mark-title", text: "mark-reference")], conversation: [.user("mark-question")],
            lateContext: "mark-late"),
        expecting: ["mark-input", "mark-example", "mark-title", "mark-reference", "mark-question", "mark-late"])

    private static let assistantRefusal = SampleRequest(
        "a refusal in the history",
        ModelRequest(
            workload: "conformance",
            conversation: [
                .user("mark-question"), .message(Message(role: .assistant, content: [.refusal("mark-refusal")])), .user("mark-again"),
            ]),
        expecting: ["mark-question", "mark-refusal", "mark-again"])

    // MARK: What stays here

    private static let privateMatters: SampleRequest = {
        var request = ModelRequest("mark-question", workload: "mark-workload")
        request.metadata = ["mark-key": "mark-value"]
        request.user = "mark-user"
        request.conversationID = "mark-conversation"
        request.promptVersion = "mark-version"
        return SampleRequest(
            "metadata and user", request, expecting: ["mark-question"],
            forbidding: ["mark-key", "mark-value", "mark-user", "mark-conversation", "mark-version", "mark-workload"])
    }()

    private static let foreignItems: SampleRequest = {
        let other = ModelName(provider: "somebody", id: "else")
        let reasoning = ReasoningItem(issuer: other, text: "mark-thought", wire: ["type": "reasoning", "encrypted_content": "mark-seal"])
        return SampleRequest(
            "items of another model",
            ModelRequest(
                workload: "conformance",
                conversation: [
                    .user("mark-question"), .reasoning(reasoning),
                    .other(OpaqueItem(issuer: other, wire: ["type": "vendor_item", "payload": "mark-payload"])), .assistant("mark-answer"),
                    .user("mark-again"),
                ]), expecting: ["mark-question", "mark-answer", "mark-again"],
            forbidding: ["mark-thought", "mark-seal", "mark-payload"])
    }()

    private static let extrasForOthers: SampleRequest = {
        var request = ModelRequest("mark-question", workload: "conformance")
        request.extras["some-other-adapter"] = ["mark_extra": "mark-extra-value"]
        return SampleRequest(
            "extras for another adapter", request, expecting: ["mark-question"], forbidding: ["mark_extra", "mark-extra-value"])
    }()

    private static func ownReasoning(_ model: ModelName) -> SampleRequest {
        let reasoning = ReasoningItem(
            issuer: model, text: "mark-thought",
            wire: [
                "type": "reasoning", "id": "rs_1", "summary": [["type": "summary_text", "text": "mark-thought"]],
                "encrypted_content": "mark-seal",
            ])
        return SampleRequest(
            "reasoning of its own",
            ModelRequest(
                workload: "conformance",
                conversation: [.user("mark-question"), .reasoning(reasoning), .assistant("mark-answer"), .user("mark-again")]),
            expecting: ["mark-question", "mark-thought", "mark-answer", "mark-again"])
    }
}
