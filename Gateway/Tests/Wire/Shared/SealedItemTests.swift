import GatewayTestSupport
import GatewayWire
import Testing
import Waybill

struct SealedItemTests {
    static let issuer = ModelName(provider: "openai", id: "gpt-5.4")
    static let wire: JSONValue = [
        "id": "rs_1", "type": "reasoning",
        "summary": [["type": "summary_text", "text": "One."], ["type": "summary_text", "text": "Two \"2\"."]],
        "encrypted_content": "gAAAAABpE0xS7kq2",
    ]

    static let items: [SealedItem] = [
        .reasoning(ReasoningItem(issuer: issuer, text: "One.\n\nTwo \"2\".", wire: wire)),
        .reasoning(ReasoningItem(issuer: issuer, text: "Said otherwise.", wire: wire)),
        .reasoning(ReasoningItem(issuer: issuer, text: "Plain thought – ünï\u{0}\n\u{2028}.")),
        .reasoning(ReasoningItem(issuer: issuer, wire: ["type": "reasoning", "encrypted_content": "x", "summary": []])),
        .reasoning(
            ReasoningItem(
                issuer: ModelName(provider: "router", id: "vendor/model:free"), text: "a", wire: [["type": "reasoning.text", "text": "a"]])),
        .other(OpaqueItem(issuer: issuer, wire: ["type": "web_search_call", "id": "ws_1", "n": 1.50])),
    ]

    @Test(arguments: items)
    func aSealedItemComesBackAsItWas(item: SealedItem) throws {
        let sealed = item.text
        #expect(sealed.hasPrefix("wb1.{"))
        #expect(try SealedItem(sealed, at: .root) == item)
        #expect(try SealedItem(sealed, at: .root)?.text == sealed)
    }

    @Test func whatTheProvidersItemSaysIsNotSaidTwice() {
        #expect(
            Self.items[0].text
                == #"wb1.{"type":"reasoning","issuer":"openai/gpt-5.4","wire":\#(Self.wire.text())}"#)
        #expect(Self.items[1].text.contains(#""text":"Said otherwise.","wire""#))
    }

    @Test(arguments: ["", "wb", "wb.", "wb1", "wbx.{}", "wb-1.{}", "wb12345678901.{}", "gAAAAABpE0xS7kq2", "WB1.{}", " wb1.{}"])
    func whatOthersSealedIsNotTakenForAnItem(text: String) throws {
        #expect(try SealedItem(text, at: .root) == nil)
    }

    @Test(arguments: [
        "wb1.", "wb1.{", "wb1.null", "wb1.{}", #"wb1.{"type":"message","role":"user","content":"x"}"#,
        #"wb1.{"type":"other","issuer":"a/b"}"#,
        #"wb1.{"type":"reasoning","issuer":"nobody"}"#, #"wb1.{"type":"reasoning","issuer":"a/b","issuer":"a/c"}"#,
        #"wb1.{"type":"reasoning","issuer":"a/b","more":1}"#, #"wb1.{"type":"reasoning","issuer":"a/b"} "# + "x",
        #"wb1.{"type":"reasoning","issuer":"a/b","text":"\ud800"}"#, "wb2.{}", "wb01.{}", "wb999.anything",
        "wb1." + String(repeating: "[", count: 200),
        #"wb1.{"type":"reasoning","issuer":"a/b","wire":{"role":"user","content":[{"type":"input_file","file_id":"file_1"}]}}"#,
        #"wb1.{"type":"reasoning","issuer":"a/b","wire":{"type":"additional_tools","encrypted_content":"x"}}"#,
        #"wb1.{"type":"other","issuer":"a/b","wire":{"type":"item_reference","id":"msg_1"}}"#,
        #"wb1.{"type":"other","issuer":"a/b","wire":{"type":"additional_tools","role":"developer","tools":[{"type":"web_search"}]}}"#,
        #"wb1.{"type":"other","issuer":"a/b","wire":{"type":"message","role":"user","content":[]}}"#,
        #"wb1.{"type":"other","issuer":"a/b","wire":{"type":"function_call","namespace":"n"}}"#,
        #"wb1.{"type":"other","issuer":"a/b","wire":{"role":"system","content":"x"}}"#,
        #"wb1.{"type":"other","issuer":"a/b","wire":{"type":"computer_call_output","output":{"file_id":"file_1"}}}"#,
    ])
    func aBrokenSealIsAProblemThatNamesItsPlace(text: String) throws {
        let problem = #expect(throws: InboundProblem.self) {
            try SealedItem(text, at: JSONPath.root["input"][3]["encrypted_content"])
        }
        #expect(problem?.status == 400)
        #expect(problem?.parameter == "input[3].encrypted_content")
        #expect(problem?.message.hasPrefix("Invalid 'input[3].encrypted_content': it ") == true)
    }

    @Test(arguments: [
        #"{"type":"item_reference","id":"msg_1"}"#,
        #"{"type":"message","role":"user","content":[{"type":"input_file","file_id":"file-1"}]}"#,
        #"{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}"#, #"{"id":"msg_1"}"#,
        #"{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"file-1"}]}"#,
        #"{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","file_id":"file-1"}}"#,
    ])
    func aForgedSealCannotReachForWhatIsStored(wire: String) {
        for kind in ["reasoning", "other"] {
            #expect(throws: InboundProblem.self) {
                try SealedItem(#"wb1.{"type":"\#(kind)","issuer":"openai/gpt-5.4","wire":\#(wire)}"#, at: .root)
            }
        }
    }

    @Test func aThoughtCannotBeAnythingElse() {
        #expect(throws: InboundProblem.self) {
            try SealedItem(#"wb1.{"type":"reasoning","issuer":"openai/gpt-5.4","wire":{"type":"mcp_call"}}"#, at: .root)
        }
    }

    @Test func aSealOfTooManyBytesIsNotRead() {
        let text = "wb1." + String(repeating: " ", count: 20_971_520)
        #expect(throws: InboundProblem.self) { try SealedItem(text, at: .root) }
    }

    @Test func cutAndChangedSealsNeverCrash() throws {
        var generator = SeededNumbers(seed: 7)
        for item in Self.items {
            let sealed = Array(item.text.utf8)
            for length in sealed.indices.dropFirst(4) {
                #expect(throws: InboundProblem.self) { try SealedItem(String(decoding: sealed[..<length], as: UTF8.self), at: .root) }
            }
            for _ in 0..<200 {
                var changed = sealed
                changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(in: 0x20..<0x7F, using: &generator)
                do { _ = try SealedItem(String(decoding: changed, as: UTF8.self), at: .root) } catch {
                    #expect(error.code == "invalid_value")
                }
            }
        }
    }
}
