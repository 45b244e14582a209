import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillProviderAdapters

/// Requests in their documented JSON form, one file each, with the exact request that they become beside them.
struct OpenAIResponsesEncodingTests {
    private static let models: [String: Model] = [
        "sampling": ResponsesSamples.plain, "unknown-model": ResponsesSamples.model(nil),
        "no-none": ResponsesSamples.reasoning([.low, .high]),
    ]
    private static let requests = FixtureFiles.paths(in: "responses-requests", ending: ".json")

    @Test(arguments: requests)
    func everyRequestIsWrittenByteForByte(_ path: String) throws {
        let name = path.split(separator: "/").last?.dropLast(5) ?? ""
        let adapter = ResponsesSamples.adapter(Self.models[String(name)] ?? ResponsesSamples.reasoning(), store: name == "stored")
        let request = ResponsesSamples.prepared(try ModelRequest(jsonBytes: FixtureFiles.bytes(path)))
        let review = adapter.review(request, request.request.parameters)
        let encoded = adapter.encode(request, request.request.parameters, streaming: name != "whole")
        #expect(review.obstacle == nil)
        var lines = ["\(encoded.method) \(encoded.path)"] + encoded.headers.map(\.description)
        lines += ["", String(decoding: encoded.body, as: UTF8.self), ""]
        lines += review.adjustments.map(\.description)
        try expectGolden(lines.joined(separator: "\n") + "\n", "responses-requests/\(name).golden")
    }

    @Test(arguments: requests)
    func theSameRequestGivesTheSameBytes(_ path: String) throws {
        let adapter = ResponsesSamples.adapter(ResponsesSamples.reasoning())
        let bytes = try FixtureFiles.bytes(path)
        var bodies: Set<[UInt8]> = []
        for _ in 0..<10 {
            let request = ResponsesSamples.prepared(try ModelRequest(jsonBytes: bytes))
            bodies.insert(adapter.encode(request, request.request.parameters, streaming: true).body)
        }
        #expect(bodies.count == 1)
        #expect(try JSONReader.read(try #require(bodies.first), options: .init(duplicateKeys: .error))["model"] == "gpt-x")
    }

    @Test func schemasGoOutAsTheyWerePrepared() throws {
        var request = ModelRequest("Hi", workload: "t")
        request.tools = [ToolDefinition(name: "f", parameters: ["properties": ["z": ["type": "integer"], "a": [:]], "type": "object"])]
        let prepared = ResponsesSamples.prepared(request)
        let body = ResponsesSamples.adapter(ResponsesSamples.plain).encode(prepared, .init(), streaming: false).body
        let schema = String(decoding: prepared.toolSchemas[0], as: UTF8.self)
        #expect(String(decoding: body, as: UTF8.self).contains(#""parameters":\#(schema),"strict":false"#))
    }

    @Test func whatTheModelSaidGoesBackAsItWasSaid() throws {
        let transcript = AnswerTranscript(
            body: try FixtureFiles.bytes("responses-answers/tool-call.json"),
            decoder: ResponsesDecoder(model: ModelName(provider: "openai", id: "gpt-x"), outputLimit: nil))
        var request = ModelRequest("How warm is it in Oslo?", workload: "t")
        request.conversation += transcript.answer.items + [.toolResult(ToolResult(callID: "call_01", #"{"celsius":-3}"#))]
        let input = try ResponsesSamples.body(request, ResponsesSamples.reasoning())["input"]
        #expect(input?[1]?.text() == #"{"id":"rs_01","type":"reasoning","summary":[],"encrypted_content":"gAAAsecret"}"#)
        #expect(
            input?[2]?.text()
                == #"{"type":"function_call","call_id":"call_01","name":"get_temperature","arguments":"{\"city\":\"Oslo\"}"}"#)
        #expect(input?[3]?.text() == #"{"type":"function_call_output","call_id":"call_01","output":"{\"celsius\":-3}"}"#)
    }

    @Test func theProvidersHeadersComeLastAndWin() {
        var provider = Provider(name: "openai", api: .openAIResponses, baseURL: "https://api.openai.com/v1")
        provider.headers = [HeaderField("OpenAI-Project", "proj_1"), HeaderField("accept", "*/*")]
        let adapter = OpenAIResponsesAdapter(provider: provider, model: ResponsesSamples.plain)
        let encoded = adapter.encode(ResponsesSamples.prepared(ModelRequest("Hi", workload: "t")), .init(), streaming: false)
        #expect(encoded.headers.map(\.description) == ["Content-Type: application/json", "OpenAI-Project: proj_1", "accept: */*"])
    }
}
