import GatewayTestSupport
import GatewayWire
import Testing
import Waybill

struct ResponsesRequestProblemTests {
    private func read(_ body: String) -> InboundProblem? {
        do throws(InboundProblem) {
            _ = try ResponsesRequest.read(Array(body.utf8))
            return nil
        } catch {
            return error
        }
    }

    /// A member, its value, the code of the problem and the place that it names; the place is the member where it is not given.
    @Test(
        arguments: [
            ("model", "7", "invalid_type", nil), ("model", "null", "missing_required_parameter", nil),
            ("input", "null", "missing_required_parameter", nil),
            ("input", "7", "invalid_type", nil), ("instructions", "[]", "invalid_type", nil),
            ("background", "true", "unsupported_parameter", nil),
            ("background", "1", "invalid_type", nil), ("store", "true", "unsupported_parameter", nil),
            ("previous_response_id", "\"resp_1\"", "unsupported_parameter", nil),
            ("conversation", "{\"id\":\"conv_1\"}", "unsupported_parameter", nil),
            ("prompt", "{\"id\":\"pmpt_1\"}", "unsupported_parameter", nil), ("moderation", "{}", "unsupported_parameter", nil),
            ("top_logprobs", "2", "unsupported_parameter", nil), ("top_logprobs", "true", "invalid_type", nil),
            ("include", "[\"reasoning.encrypted_content\",\"message.output_text.logprobs\"]", "unsupported_parameter", "include[1]"),
            ("include", "\"reasoning.encrypted_content\"", "invalid_type", nil), ("temperature", "2.1", "decimal_above_max_value", nil),
            ("temperature", "-0.1", "decimal_below_min_value", nil), ("temperature", "\"1\"", "invalid_type", nil),
            ("temperature", "1e999", "decimal_above_max_value", nil), ("top_p", "1.1", "decimal_above_max_value", nil),
            ("max_output_tokens", "0", "integer_below_min_value", nil), ("max_output_tokens", "1.5", "invalid_type", nil),
            ("max_output_tokens", "99999999999999999999", "integer_out_of_range", nil), ("parallel_tool_calls", "1", "invalid_type", nil),
            ("service_tier", "1", "invalid_type", nil), ("metadata", "{\"a\":1}", "invalid_type", "metadata.a"),
            ("metadata", "[]", "invalid_type", nil),
            ("user", "1", "invalid_type", nil), ("stream", "\"true\"", "invalid_type", nil), ("stream_options", "{}", "invalid_value", nil),
            ("truncation", "1", "invalid_type", nil), ("max_tool_calls", "\"3\"", "invalid_type", nil),
            ("prompt_cache_key", "1", "invalid_type", nil),
            ("prompt_cache_retention", "24", "invalid_type", nil), ("prompt_cache_options", "1", "invalid_type", nil),
            ("prompt_cache_options", "{\"prewarm\":true}", "unsupported_parameter", "prompt_cache_options.prewarm"),
            (
                "prompt_cache_options", "{\"comparison_response_id\":\"r\"}", "unsupported_parameter",
                "prompt_cache_options.comparison_response_id"
            ),
            ("text", "\"text\"", "invalid_type", nil), ("text", "{\"verbosity\":1}", "invalid_type", "text.verbosity"),
            ("text", "{\"format\":{}}", "missing_required_parameter", "text.format.type"),
            ("text", "{\"format\":{\"type\":\"xml\"}}", "invalid_value", "text.format.type"),
            ("text", "{\"format\":{\"type\":\"json_schema\",\"name\":\"n\"}}", "missing_required_parameter", "text.format.schema"),
            ("text", "{\"format\":{\"type\":\"json_schema\",\"json_schema\":{}}}", "missing_required_parameter", "text.format.name"),
            ("text", "{\"format\":{\"type\":\"text\",\"more\":1}}", "unknown_parameter", "text.format.more"),
            ("reasoning", "\"low\"", "invalid_type", nil), ("reasoning", "{\"effort\":1}", "invalid_type", "reasoning.effort"),
            ("reasoning", "{\"summary\":1}", "invalid_type", "reasoning.summary"), ("tools", "{}", "invalid_type", nil),
            ("tools", "[{}]", "missing_required_parameter", "tools[0].type"), ("tools", "[7]", "invalid_type", "tools[0]"),
            ("tools", "[{\"type\":\"function\"}]", "missing_required_parameter", "tools[0].name"),
            ("tools", "[{\"type\":\"function\",\"name\":\"f\",\"function\":{}}]", "unknown_parameter", "tools[0].function"),
            ("tools", "[{\"type\":\"function\",\"name\":\"f\",\"parameters\":[]}]", "invalid_type", "tools[0].parameters"),
            ("tools", "[{\"type\":\"function\",\"name\":\"f\",\"async\":true}]", "unsupported_parameter", "tools[0].async"),
            ("tools", "[{\"type\":\"function\",\"name\":\"f\",\"defer_loading\":true}]", "unsupported_parameter", "tools[0].defer_loading"),
            (
                "tools", "[{\"type\":\"function\",\"name\":\"f\",\"allowed_callers\":[\"programmatic\"]}]", "unsupported_parameter",
                "tools[0].allowed_callers"
            ),
            ("tools", "[{\"type\":\"function\",\"name\":\"f\",\"output_schema\":{}}]", "unsupported_parameter", "tools[0].output_schema"),
            ("tools", "[{\"type\":\"web_search\"}]", "unsupported_parameter", "tools[0].type"),
            ("tools", "[{\"type\":\"file_search\",\"vector_store_ids\":[]}]", "unsupported_parameter", "tools[0].type"),
            ("tools", "[{\"type\":\"custom\",\"name\":\"c\"}]", "unsupported_parameter", "tools[0].type"),
            ("tools", "[{\"type\":\"mcp\",\"server_label\":\"s\"}]", "unsupported_parameter", "tools[0].require_approval"),
            ("tools", "[{\"type\":\"unheard_of\"}]", "unsupported_parameter", "tools[0].type"),
            ("tool_choice", "\"any\"", "invalid_value", nil),
            ("tool_choice", "1", "invalid_type", nil), ("tool_choice", "{}", "missing_required_parameter", "tool_choice.type"),
            ("tool_choice", "{\"type\":\"function\"}", "missing_required_parameter", "tool_choice.name"),
            ("tool_choice", "{\"type\":\"custom\",\"name\":\"c\"}", "unsupported_parameter", "tool_choice.type"),
        ] as [(String, String, String, String?)])
    func aMemberThatCannotBeIsNamed(member: String, value: String, code: String, place: String?) throws {
        var body: JSONObject = ["model": "test", "input": "Hello."]
        body[member] = try JSONReader.read(value)
        let problem = try #require(read(JSONValue.object(body).text()))
        #expect(problem.status == 400)
        #expect(problem.code == code)
        #expect(problem.parameter == place ?? member)
    }

    /// An item, the code of the problem and the place that it names, seen from the item.
    @Test(arguments: [
        ("7", "invalid_type", ""), ("{}", "missing_required_parameter", ".role"), (#"{"id":"msg_1"}"#, "unsupported_parameter", ".type"),
        (#"{"type":"item_reference","id":"msg_1"}"#, "unsupported_parameter", ".type"),
        (#"{"role":"user"}"#, "missing_required_parameter", ".content"),
        (#"{"role":"tool","content":"x"}"#, "invalid_value", ".role"), (#"{"role":"user","content":7}"#, "invalid_type", ".content"),
        (#"{"role":"user","content":"x","name":"n"}"#, "unknown_parameter", ".name"),
        (#"{"role":"user","content":[{"text":"x"}]}"#, "missing_required_parameter", ".content[0].type"),
        (#"{"role":"user","content":[{"type":"input_text"}]}"#, "missing_required_parameter", ".content[0].text"),
        (#"{"role":"user","content":[{"type":"output_text","text":"x"}]}"#, "invalid_value", ".content[0].type"),
        (#"{"role":"assistant","content":[{"type":"input_text","text":"x"}]}"#, "invalid_value", ".content[0].type"),
        (#"{"role":"user","content":[{"type":"text","text":"x"}]}"#, "invalid_value", ".content[0].type"),
        (
            #"{"role":"user","content":[{"type":"input_text","text":"x","prompt_cache_breakpoint":{"mode":"explicit"}}]}"#,
            "unsupported_parameter", ".content[0].prompt_cache_breakpoint"
        ),
        (#"{"role":"user","content":[{"type":"input_image","file_id":"file_1"}]}"#, "unsupported_parameter", ".content[0].file_id"),
        (#"{"role":"user","content":[{"type":"input_image"}]}"#, "missing_required_parameter", ".content[0].image_url"),
        (#"{"role":"user","content":[{"type":"input_image","image_url":{"url":"https://a"}}]}"#, "invalid_type", ".content[0].image_url"),
        (
            #"{"role":"user","content":[{"type":"input_image","image_url":"data:image/png;base64,%%%"}]}"#, "invalid_value",
            ".content[0].image_url"
        ),
        (#"{"role":"user","content":[{"type":"input_file"}]}"#, "missing_required_parameter", ".content[0].file_data"),
        (#"{"role":"user","content":[{"type":"input_file","file_id":"f"}]}"#, "unsupported_parameter", ".content[0].file_id"),
        (
            #"{"role":"user","content":[{"type":"input_file","file_url":"https://a","detail":"high"}]}"#, "unsupported_parameter",
            ".content[0].detail"
        ),
        (
            #"{"role":"user","content":[{"type":"input_file","file_url":"https://a","file_data":"data:a/b;base64,AAAA"}]}"#,
            "invalid_value", ".content[0].file_url"
        ),
        (
            #"{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"%","format":"wav"}}]}"#, "invalid_value",
            ".content[0].input_audio.data"
        ),
        (#"{"type":"function_call","name":"f","arguments":"{}"}"#, "missing_required_parameter", ".call_id"),
        (#"{"type":"function_call","call_id":"c","name":"f","arguments":{}}"#, "invalid_type", ".arguments"),
        (#"{"type":"function_call","call_id":"c","name":"f","arguments":"{}","namespace":"n"}"#, "unsupported_parameter", ".namespace"),
        (
            #"{"type":"function_call","call_id":"c","name":"f","arguments":"{}","caller":{"type":"program"}}"#, "unsupported_parameter",
            ".caller"
        ),
        (#"{"type":"function_call","call_id":"c","name":"f","arguments":"{}","async":true}"#, "unsupported_parameter", ".async"),
        (#"{"type":"function_call_output","call_id":"c"}"#, "missing_required_parameter", ".output"),
        (#"{"type":"function_call_output","output":"x"}"#, "missing_required_parameter", ".call_id"),
        (#"{"type":"function_call_output","call_id":"c","output":{"a":1}}"#, "invalid_type", ".output"),
        (#"{"type":"reasoning","summary":[{"type":"text","text":"x"}]}"#, "invalid_value", ".summary[0].type"),
        (#"{"type":"reasoning","summary":[],"encrypted_content":"wb1.{}"}"#, "invalid_value", ".encrypted_content"),
        (#"{"type":"reasoning","summary":[],"encrypted_content":"wb2.{}"}"#, "invalid_value", ".encrypted_content"),
        (#"{"type":"web_search_call","id":"ws_1","status":"completed"}"#, "unsupported_parameter", ".type"),
        (#"{"type":"custom_tool_call_output","call_id":"c","output":"x"}"#, "unsupported_parameter", ".type"),
        (#"{"type":"compaction","encrypted_content":"x"}"#, "unsupported_parameter", ".type"),
        // What a client may not send does not come in by claiming that a model made it.
        (#"{"type":"item_reference","id":"msg_1","x_waybill":{"issuer":"a/b"}}"#, "invalid_value", ".type"),
        (#"{"type":"additional_tools","role":"developer","tools":[],"x_waybill":{"issuer":"a/b"}}"#, "invalid_value", ".type"),
        (#"{"type":"computer_call_output","output":{},"x_waybill":{"issuer":"a/b"}}"#, "invalid_value", ".type"),
        (
            #"{"role":"user","content":[{"type":"input_file","file_id":"f"}],"x_waybill":{"issuer":"a/b"}}"#, "invalid_value",
            ".type"
        ),
        (#"{"type":"mcp_call","id":"m","x_waybill":{"issuer":"nobody"}}"#, "invalid_value", ".x_waybill.issuer"),
        (#"{"type":"mcp_call","id":"m","x_waybill":{"more":1}}"#, "unknown_parameter", ".x_waybill.more"),
    ])
    func anItemThatCannotBeIsNamed(item: String, code: String, place: String) throws {
        let problem = try #require(read(#"{"model":"m","input":[{"role":"user","content":"Hi"},\#(item)]}"#))
        #expect(problem.status == 400)
        #expect(problem.code == code)
        #expect(problem.parameter == "input[1]\(place)")
    }

    /// What is no JSON, or JSON that two readers might read in two ways.
    @Test(arguments: [
        "", "{", "[]x", #"{"model":"m","model":"n","input":"x"}"#, #"{"model":"m","input":"\ud800"}"#,
        "{\"model\":\"m\",\"input\":\"\u{0}\"}",
        #"{"model":"m","input":"x","temperature":01}"#, #"{"model":"m","input":NaN}"#,
        #"{"model":"m","input":"# + String(repeating: "[", count: 200),
        #"{"model":"m","input":"# + String(repeating: #"{"a":"#, count: 200),
    ])
    func whatIsNoJSONIsRefusedWithItsPlace(body: String) throws {
        let problem = try #require(read(body))
        #expect(problem.code == "invalid_json")
        #expect(problem.status == 400)
        #expect(problem.message.contains("line 1"))
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let problem = #expect(throws: InboundProblem.self) {
            try ResponsesRequest.read(Array(#"{"model":"m","input":""#.utf8) + [0xFF, 0xC0] + Array(#""}"#.utf8))
        }
        #expect(problem?.code == "invalid_json")
    }

    @Test(arguments: ["null", "7", "[]", "\"x\""])
    func aBodyIsAnObject(body: String) throws {
        #expect(try #require(read(body)).code == "invalid_type")
    }

    /// However many items ask for another place, each is looked at once.
    @Test func aMillionBytesOfItemsOutOfPlaceAreReadAtOnce() throws {
        let item = #"{"role":"user","content":"","id":"a","x_waybill":{"before":"a"}}"#
        let lost = #"{"role":"user","content":"","x_waybill":{"before":"b"}}"#
        let count = 10_000
        let items = Array(repeating: "\(item),\(lost)", count: count).joined(separator: ",")
        let clock = ContinuousClock()
        let began = clock.now
        let inbound = try ResponsesRequest.read(Array(#"{"model":"m","input":[\#(items)]}"#.utf8))
        #expect(inbound.request.conversation.count == 2 * count)
        #expect(clock.now - began < .seconds(10))
    }

    /// Wherever a value of a body is changed, cut or doubled, there is a problem that names a place, or a request; nothing else.
    @Test func changedBodiesAreReadOrRefusedWithAPlace() throws {
        let bodies = try FixtureFiles.paths(in: "responses-requests", ending: ".json").map { try FixtureFiles.bytes($0) }
        var numbers = SeededNumbers(seed: 8_420)
        var refused = 0
        for round in 0..<2_000 {
            var body = bodies[round % bodies.count]
            let place = Int.random(in: body.indices, using: &numbers)
            switch round % 4 {
            case 0: body[place] = UInt8.random(in: 0...255, using: &numbers)
            case 1: body.removeSubrange(place..<min(place + Int.random(in: 1...8, using: &numbers), body.count))
            case 2: body.insert(contentsOf: body[place..<min(place + 12, body.count)], at: place)
            default: body = Self.withChangedValue(body, &numbers)
            }
            do throws(InboundProblem) {
                _ = try ResponsesRequest.read(body)
            } catch {
                refused += 1
                #expect(error.status == 400, "round \(round)")
                #expect(error.code == "invalid_json" || error.parameter?.isEmpty == false, "round \(round): \(error.message)")
            }
        }
        #expect(refused > 1_000)
    }

    /// The same document with one of its values in the place of another.
    private static func withChangedValue(_ body: [UInt8], _ numbers: inout SeededNumbers) -> [UInt8] {
        guard let document = try? JSONReader.read(body) else { return body }
        let others: [JSONValue] = [.null, true, 0, -1, 1.5, "", "x", [], [[]], [:], ["type": "x"], ["a": ["b": 1]]]
        func changed(_ value: JSONValue) -> JSONValue {
            if Int.random(in: 0..<6, using: &numbers) == 0 { return others.randomElement(using: &numbers)! }
            switch value {
            case .array(var elements) where !elements.isEmpty:
                let place = elements.indices.randomElement(using: &numbers)!
                elements[place] = changed(elements[place])
                return .array(elements)
            case .object(var object) where !object.isEmpty:
                let key = object.keys.randomElement(using: &numbers)!
                object[key] = .some(changed(object[key]!))
                return .object(object)
            default: return others.randomElement(using: &numbers)!
            }
        }
        var object = document.objectValue ?? [:]
        let key = object.keys.randomElement(using: &numbers)!
        object[key] = .some(changed(object[key]!))
        return JSONValue.object(object).bytes()
    }
}
