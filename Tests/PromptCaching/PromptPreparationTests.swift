import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillPromptCaching

struct PromptPreparationTests {
    private func prepare(_ request: ModelRequest) -> PreparedRequest { PromptPreparation().prepare(request) }

    @Test func theLateContextBecomesTheFirstTextOfTheLastUserMessage() {
        var request = ModelRequest("Question", workload: "w")
        request.conversation = [.user("Old"), .assistant("Answer"), .user("Question")]
        request.lateContext = "Today is Friday."
        let items = prepare(request).items
        #expect(items[0] == .user("Old"))
        #expect(items[2] == .message(Message(role: .user, content: [.text("Today is Friday."), .text("Question")])))
    }

    @Test func theLateContextStaysInPlaceThroughAToolLoop() {
        var request = ModelRequest("Question", workload: "w")
        request.lateContext = "Today is Friday."
        let first = prepare(request).items
        request.conversation += [.toolCall(ToolCall(id: "1", name: "f", arguments: "{}")), .toolResult(ToolResult(callID: "1", "ok"))]
        #expect(Array(prepare(request).items.prefix(first.count)) == first)
    }

    @Test func toolsStandInTheOrderOfTheirNamesUnlessPinned() {
        var request = ModelRequest("Question", workload: "w")
        request.tools = [ToolDefinition(name: "b"), ToolDefinition(name: "a")]
        let prepared = prepare(request)
        #expect(prepared.request.tools.map(\.name) == ["a", "b"])
        #expect(prepared.adjustments.map(\.subject) == ["tools"])
        request.toolOrder = .asWritten
        #expect(prepare(request).request.tools.map(\.name) == ["b", "a"])
        #expect(prepare(request).adjustments.isEmpty)
    }

    @Test func staticTextsHaveOneLineEndingAndTheUsersWordsAreNotTouched() {
        var request = ModelRequest("one\r\ntwo", workload: "w")
        request.instructions = "a\r\nb\rc\n"
        request.examples = [Example(input: "x\r\ny", answer: "z\r\n")]
        let prepared = prepare(request)
        #expect(prepared.request.instructions == "a\nb\nc\n")
        #expect(prepared.items[0] == .user("x\ny"))
        #expect(prepared.items[2] == .user("one\r\ntwo"))
        #expect(prepared.adjustments.map(\.subject) == ["line_endings"])
    }

    @Test func whatSchemasSayHasOneLineEndingAndWhatTheyDemandIsNotTouched() {
        var request = ModelRequest("Question", workload: "w")
        let words: JSONValue = ["enum": ["a\r\nb"], "title": "One\rTwo", "description": "Three\r\nFour"]
        request.tools = [
            ToolDefinition(name: "f", description: "x\r", parameters: ["type": "object", "properties": ["description": words]])
        ]
        request.output = .jsonSchema(JSONSchemaFormat(name: "o", schema: ["anyOf": [["description": "1\r\n2"]]], description: "3\r4"))
        let prepared = prepare(request)
        #expect(
            String(decoding: prepared.toolSchemas[0], as: UTF8.self)
                == #"{"properties":{"description":{"description":"Three\nFour","enum":["a\r\nb"],"title":"One\nTwo"}},"type":"object"}"#)
        #expect(prepared.outputSchema.map { String(decoding: $0, as: UTF8.self) } == #"{"anyOf":[{"description":"1\n2"}]}"#)
        #expect(prepared.request.tools[0].description == "x\n")
        guard case .jsonSchema(let format) = prepared.request.output else { return }
        #expect(format.description == "3\n4")
        #expect(prepared.adjustments.map(\.subject) == ["line_endings", "schemas"])
    }

    @Test func charactersAreComposedWhereTheRouteSaysSoAndNeverInTheUsersWords() {
        var request = ModelRequest("Cafe\u{301}?", workload: "w")
        request.instructions = "Cafe\u{301}"
        request.references = [Reference(title: "Menu", text: "Cre\u{300}me")]
        #expect(prepare(request).request.instructions?.unicodeScalars.count == 5)
        #expect(prepare(request).adjustments.isEmpty)
        let composed = PromptPreparation(normalization: .nfc).prepare(request)
        #expect(composed.request.instructions?.unicodeScalars.count == 4)
        #expect(composed.request.references[0].text.unicodeScalars.count == 5)
        #expect(composed.items[1].text?.unicodeScalars.count == 6)
        #expect(composed.adjustments.map(\.subject) == ["unicode"])
    }

    @Test func whatIsCanonicalAlreadyIsNotReported() {
        var request = ModelRequest("Question", workload: "w")
        request.tools = [ToolDefinition(name: "f", parameters: ["properties": ["b": ["minimum": 1], "a": [:]], "type": "object"])]
        #expect(prepare(request).adjustments.isEmpty)
        #expect(PromptPreparation(schemaOrder: .sorted).prepare(request).adjustments.map(\.subject) == ["schemas"])
        request.tools[0].parameters = ["type": "object", "properties": [:]]
        #expect(prepare(request).adjustments.map(\.subject) == ["schemas"])
    }

    @Test func vendorExtrasAreSortedButForWhatAModelCanSee() {
        var request = ModelRequest("Question", workload: "w")
        let schema: JSONValue = ["type": "object", "properties": ["b": ["minimum": .number(JSONNumber(literal: "1.0") ?? 0)], "a": [:]]]
        request.extras = [.openAIChat: ["top_k": 5, "guided_json": schema, "stop_token_ids": [3, 1]]]
        let prepared = prepare(request)
        #expect(
            prepared.request.extras[.openAIChat].map { JSONValue.object($0).text() }
                == #"{"guided_json":{"properties":{"b":{"minimum":1},"a":{}},"type":"object"},"stop_token_ids":[3,1],"top_k":5}"#)
        #expect(prepared.adjustments.map(\.subject) == ["extras"])
    }

    @Test func theStablePartComesFirst() {
        var request = ModelRequest("Question", workload: "w")
        request.examples = [Example(input: "in", answer: "out")]
        request.references = [Reference(title: "Shipping", text: "Two days.")]
        let prepared = prepare(request)
        #expect(prepared.stableItemCount == 3)
        #expect(prepared.items.count == 4)
        #expect(prepared.items[3] == .user("Question"))
    }

    @Test func whatAModelMustBeAbleToDoIsFound() {
        var request = ModelRequest("Question", workload: "w")
        #expect(prepare(request).features.isEmpty)
        request.tools = [ToolDefinition(name: "a")]
        request.output = .jsonObject
        request.conversation = [.message(Message(role: .user, content: [.image(ImagePart(.url("https://x/y.png")))]))]
        #expect(prepare(request).features == [.tools, .jsonObject, .images])
    }

    @Test func theRequestKeyHangsOnTheConversationThenTheUserThenTheBeginning() {
        var one = ModelRequest("Question", workload: "w")
        var two = ModelRequest("Another", workload: "w")
        #expect(prepare(one).requestKey != prepare(two).requestKey)
        one.user = "u"
        two.user = "u"
        #expect(prepare(one).requestKey == prepare(two).requestKey)
        two.conversationID = "c"
        #expect(prepare(one).requestKey != prepare(two).requestKey)
        // The same in every process.
        #expect(prepare(ModelRequest("Question", workload: "w")).requestKey == prepare(ModelRequest("Question", workload: "v")).requestKey)
    }

    @Test func usersAreToldApartWithoutBeingNamed() throws {
        var request = ModelRequest("Question", workload: "w")
        #expect(prepare(request).safetyIdentifier == nil)
        request.user = "jane@example.com"
        let identifier = try #require(prepare(request).safetyIdentifier)
        #expect(identifier.utf8.count <= 64)
        #expect(!identifier.contains("jane"))
        #expect(prepare(request).safetyIdentifier == identifier)
    }
}

extension ConversationItem {
    fileprivate var text: String? {
        if case .message(let message) = self { message.text } else { nil }
    }
}

struct SHA256Tests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func hashesAsPublished(text: String, hash: String) {
        #expect(SHA256.hash(text).hexadecimal == hash)
    }

    /// However a text is cut, its hash is the same, also where the cuts meet the ends of blocks.
    @Test func piecesHashAsTheWhole() {
        let text = Array(String(repeating: "0123456789", count: 30).utf8)
        for length in [0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 129, 300] {
            for step in [1, 7, 63, 64, 65, 300] {
                var (whole, pieces) = (SHA256(), SHA256())
                whole.update(Array(text.prefix(length)))
                for start in stride(from: 0, to: length, by: step) { pieces.update(Array(text[start..<min(start + step, length)])) }
                #expect(whole.finalize() == pieces.finalize(), "\(length) bytes by \(step)")
            }
        }
    }

    @Test func aMillionLetters() {
        let hash = SHA256.hash(String(repeating: "a", count: 1_000_000)).hexadecimal
        #expect(hash == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }
}
