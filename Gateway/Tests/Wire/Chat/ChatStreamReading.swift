import Foundation
import Testing
import Waybill

/// What a client makes of a stream of chunks.
struct ChatStreamReading: Hashable {
    var text = ""
    var refusal = ""
    var reasoning = ""
    var calls: [ToolCall] = []
    var details: JSONValue?
    var finishReason: String?
    var usage: JSONValue?
    var isDone = false
    /// Whom the chunks name, each as often as another was named before.
    var models: [String] = []

    init(_ bytes: [UInt8]) {
        for event in String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n\n") where !event.isEmpty {
            guard event.hasPrefix("data: "), !isDone else {
                Issue.record("No event, or one after the end: \(event)")
                continue
            }
            take(event.dropFirst("data: ".count))
        }
    }

    private mutating func take(_ data: Substring) {
        guard data != "[DONE]" else {
            isDone = true
            return
        }
        guard let chunk = try? JSONReader.read(String(data), options: .init(duplicateKeys: .error)) else {
            Issue.record("No JSON: \(data)")
            return
        }
        #expect(chunk["object"] == "chat.completion.chunk")
        if let model = chunk["model"]?.stringValue, model != models.last { models.append(model) }
        if let usage = chunk["usage"], !usage.isNull { self.usage = usage }
        guard let choice = chunk["choices"]?[0] else { return }
        if let reason = choice["finish_reason"]?.stringValue { finishReason = reason }
        guard let delta = choice["delta"] else { return }
        text += delta["content"]?.stringValue ?? ""
        refusal += delta["refusal"]?.stringValue ?? ""
        reasoning += delta["reasoning_content"]?.stringValue ?? ""
        details = delta["reasoning_details"] ?? details
        for call in delta["tool_calls"]?.arrayValue ?? [] { take(call: call) }
    }

    private mutating func take(call: JSONValue) {
        guard let index = call["index"]?.intValue, let function = call["function"] else { return }
        if index == calls.count {
            calls.append(ToolCall(id: call["id"]?.stringValue ?? "", name: function["name"]?.stringValue ?? "", arguments: ""))
        }
        guard calls.indices.contains(index) else {
            Issue.record("A call was passed over.")
            return
        }
        calls[index].arguments += function["arguments"]?.stringValue ?? ""
    }
}
