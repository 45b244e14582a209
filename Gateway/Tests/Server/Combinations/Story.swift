import Testing
import Waybill
import WaybillTesting

/// One thing that clients of both APIs ask for, each in its own words, and what the model has to say.
struct Story: Sendable, CustomTestStringConvertible {
    let name: String
    private let chat: String
    private let responses: String
    let answer: ScriptedResponse

    var testDescription: String { name }

    /// - Parameters:
    ///   - chat: The members of a chat request, but for the model and how it is answered.
    ///   - responses: The members of a Responses request, likewise.
    init(_ name: String, chat: String, responses: String, _ answer: ScriptedResponse) {
        self.name = name
        self.chat = chat
        self.responses = responses
        self.answer = answer
    }

    /// What a client asks.
    func body(_ api: ClientAPI, streamed: Bool) -> String {
        switch api {
        case .chat:
            let form = streamed ? #","stream":true,"stream_options":{"include_usage":true}"# : ""
            return #"{"model":"test"\#(form),\#(chat)}"#
        case .responses: return #"{"model":"test","stream":\#(streamed),\#(responses)}"#
        }
    }
}

extension Story {
    static let all = [text, calls, results, schema, object, images, limit, refusal]

    private static let text = Story(
        "text",
        chat: """
            "messages":[{"role":"system","content":"You answer for a shop."},{"role":"user","content":"Where is order 1207?"}],\
            "temperature":0.3,"top_p":0.8,"max_completion_tokens":200,"user":"customer-7"
            """,
        responses: """
            "instructions":"You answer for a shop.","input":"Where is order 1207?","temperature":0.3,"top_p":0.8,"max_output_tokens":200,\
            "safety_identifier":"customer-7"
            """,
        .answer("It left our house \u{2014} on \"Monday\".\nGr\u{FC}\u{DF}e", usage: usage))

    private static var usage: TokenUsage {
        TokenUsage(uncachedInput: 20, cachedInput: 1_024, outputText: 11, reasoning: 5)
    }

    private static let parameters =
        #"{"type":"object","properties":{"order":{"type":"integer"}},"required":["order"],"additionalProperties":false}"#

    /// The tools, as either API writes them.
    private static func tools(_ api: ClientAPI) -> String {
        let members = ["order_status", "cancel_order"]
            .map { #""name":"\#($0)","description":"About \#($0).","strict":true,"parameters":\#(parameters)"# }
        let tools = members.map {
            api == .chat ? #"{"type":"function","function":{\#($0)}}"# : #"{"type":"function",\#($0)}"#
        }
        return #""tools":[\#(tools.joined(separator: ","))]"#
    }

    private static let calls = Story(
        "calls",
        chat: """
            "messages":[{"role":"user","content":"Where is 1207? Cancel 1208."}],\(tools(.chat)),"tool_choice":"required",\
            "parallel_tool_calls":true
            """,
        responses: """
            "input":"Where is 1207? Cancel 1208.",\(tools(.responses)),"tool_choice":"required","parallel_tool_calls":true
            """,
        .toolCalls(
            ToolCall(id: "call_1", name: "order_status", arguments: #"{"order": 1207}"#),
            ToolCall(id: "call_2", name: "cancel_order", arguments: #"{"order": 1208}"#), text: "Let me see."))

    private static let results = Story(
        "results",
        chat: #"""
            "messages":[{"role":"user","content":"Where is 1207? Cancel 1208."},
            {"role":"assistant","content":"Let me see.","tool_calls":[
            {"id":"call_1","type":"function","function":{"name":"order_status","arguments":"{\"order\": 1207}"}},
            {"id":"call_2","type":"function","function":{"name":"cancel_order","arguments":"{\"order\": 1208}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"shipped"},
            {"role":"tool","tool_call_id":"call_2","content":[{"type":"text","text":"cancelled"}]}],
            """# + tools(.chat),
        responses: #"""
            "input":[{"role":"user","content":"Where is 1207? Cancel 1208."},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me see."}]},
            {"type":"function_call","call_id":"call_1","name":"order_status","arguments":"{\"order\": 1207}"},
            {"type":"function_call","call_id":"call_2","name":"cancel_order","arguments":"{\"order\": 1208}"},
            {"type":"function_call_output","call_id":"call_1","output":"shipped"},
            {"type":"function_call_output","call_id":"call_2","output":[{"type":"input_text","text":"cancelled"}]}],
            """# + tools(.responses),
        .answer("1207 was shipped, 1208 is cancelled."))

    private static let schema = Story(
        "schema",
        chat: """
            "messages":[{"role":"user","content":"Which order?"}],"reasoning_effort":"low","verbosity":"low",\
            "response_format":{"type":"json_schema","json_schema":{"name":"order","strict":true,"schema":\(parameters)}}
            """,
        responses: """
            "input":"Which order?","reasoning":{"effort":"low"},\
            "text":{"verbosity":"low","format":{"type":"json_schema","name":"order","strict":true,"schema":\(parameters)}}
            """,
        .answer(#"{"order":1207}"#))

    private static let object = Story(
        "object",
        chat: #""messages":[{"role":"user","content":"Which order? Say it in JSON."}],"response_format":{"type":"json_object"}"#,
        responses: #""input":"Which order? Say it in JSON.","text":{"format":{"type":"json_object"}}"#,
        .answer(#"{"order": 1207}"#))

    /// A picture of one pixel.
    private static let pixel =
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="

    private static let images = Story(
        "images",
        chat: """
            "messages":[{"role":"user","content":[{"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"https://images.example/box.png","detail":"low"}},
            {"type":"image_url","image_url":{"url":"\(pixel)"}}]}]
            """,
        responses: """
            "input":[{"role":"user","content":[{"type":"input_text","text":"What is this?"},
            {"type":"input_image","image_url":"https://images.example/box.png","detail":"low"},
            {"type":"input_image","image_url":"\(pixel)"}]}]
            """,
        .answer("A box."))

    private static let limit = Story(
        "limit", chat: #""messages":[{"role":"user","content":"Tell me all."}],"max_tokens":5"#,
        responses: #""input":"Tell me all.","max_output_tokens":5"#,
        .answer("Once upon a", finishReason: .length))

    private static let refusal = Story(
        "refusal", chat: #""messages":[{"role":"user","content":"Tell me how."}]"#, responses: #""input":"Tell me how.""#,
        .refusal("That is nothing that I say."))
}
