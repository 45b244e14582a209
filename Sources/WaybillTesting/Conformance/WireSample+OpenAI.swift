import Waybill
import WaybillInterchange
public import WaybillRoutes

extension WireSample {
    /// Answers of every kind in the bytes of OpenAI's APIs.
    ///
    /// - Parameter api: Whichever is not ``ProviderAPI/openAIResponses`` is taken for Chat Completions.
    public static func rehearsed(speaking api: ProviderAPI) -> [WireSample] {
        let calls = [
            ToolCall(id: "call_oslo", name: "get_temperature", arguments: #"{"city": "Oslo", "unit": "°C"}"#),
            ToolCall(id: "call_none", name: "list_cities", arguments: "{}"),
        ]
        let written = CacheWrite(lifetimeSeconds: nil, tokens: 138)
        let usage = TokenUsage(uncachedInput: 6, cachedInput: 1_316, cacheWrites: [written], outputText: 13, reasoning: 16)
        return [
            rehearsed("text", .stop, api) { $0.text = "It is -3 °C in Oslo.\n\n“Brrr” \u{1F976}\u{2028}\\ \"quoted\"." },
            rehearsed("thinking", .stop, api) {
                $0.reasoning = "Winter, and far north."
                $0.text = "Cold."
            },
            rehearsed("tool calls", .toolCalls, api) { $0.toolCalls = calls },
            rehearsed("text and call", .toolCalls, api) {
                $0.text = "Let me look."
                $0.toolCalls = [calls[0]]
            },
            rehearsed("refusal", .refusal, api) { $0.refusal = "I cannot help with that." },
            rehearsed("output limit", .length, api) {
                $0.text = "It is"
                $0.finishReason = .length
            },
            rehearsed("content filter", .contentFilter, api) {
                $0.text = "It was"
                $0.finishReason = .contentFilter
            },
            rehearsed("usage", .stop, api) {
                $0.text = "Yes."
                $0.usage = usage
            },
        ]
    }

    private static func rehearsed(
        _ name: String, _ finishReason: FinishReason, _ api: ProviderAPI, _ change: (inout RehearsalScript.Answer) -> Void
    ) -> WireSample {
        var script = RehearsalScript.Answer()
        change(&script)
        return WireSample(
            name, document: bytes(of: script, speaking: api, streamed: false), stream: bytes(of: script, speaking: api, streamed: true),
            text: script.text, refusal: script.refusal, toolCalls: script.toolCalls, finishReason: finishReason, usage: script.usage)
    }

    /// A streamed answer whose text and whose call come in many pieces each.
    static func longStream(pieces: Int, speaking api: ProviderAPI) -> [UInt8] {
        var script = RehearsalScript.Answer(text: String(repeating: " word", count: pieces / 2))
        let arguments = String(repeating: " 1,", count: pieces / 2)
        script.toolCalls = [ToolCall(id: "call_long", name: "add", arguments: "[\(arguments) 1]")]
        return bytes(of: script, speaking: api, streamed: true)
    }

    /// Errors within a stream, flat and nested.
    static func errorEvents(speaking api: ProviderAPI) -> [String] {
        let error = #"{"type":"rate_limit_error","code":"rate_limit_exceeded","message":"\#(Planted.message)","param":null}"#
        let nested = #"data: {"type":"error","sequence_number":2,"error":\#(error)}"#
        guard api == .openAIResponses else { return ["data: {\"error\":\(error)}\n\n", "event: error\n\(nested)\n\n"] }
        let flat = #"data: {"type":"error","sequence_number":3,"code":"server_error","message":"\#(Planted.message)","param":null}"#
        let failed = #"data: {"type":"response.failed","response":{"status":"failed","error":\#(error)}}"#
        return ["event: error\n\(flat)\n\n", "event: error\n\(nested)\n\n", "event: response.failed\n\(failed)\n\n"]
    }

    private static func bytes(of script: RehearsalScript.Answer, speaking api: ProviderAPI, streamed: Bool) -> [UInt8] {
        let path = api == .openAIResponses ? "responses" : "chat/completions"
        let body: JSONValue = ["model": "sample", "stream": .bool(streamed), "stream_options": ["include_usage": true]]
        let request = TransportRequest(url: "https://sample.invalid/v1/\(path)", body: body.bytes())
        let stamp = RehearsalStamp(number: 1, created: 1_795_200_000)
        var bytes: [UInt8] = []
        for cue in RehearsalPerformance.cues(.answer(script), for: request, stamp: stamp) {
            if case .body(let piece) = cue.event { bytes += piece }
        }
        return bytes
    }
}
