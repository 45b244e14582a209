import Testing
import Waybill

/// What a client makes of the events of one response: put together from the pieces, and held against what the events that end something say.
struct ToldResponse {
    /// One item as its pieces tell it.
    private struct Item {
        var json: JSONObject
        var texts: [String] = []
        var isDone = false
    }

    private(set) var response: JSONValue?
    private(set) var error: JSONValue?
    /// The types of the events, in their order.
    private(set) var types: [String] = []
    private var items: [Item] = []

    /// Reads events; whatever a strict client would trip over is an issue.
    ///
    /// - Parameter allowsLostPieces: Whether the arguments of a call may end otherwise than their pieces said.
    init(_ bytes: [UInt8], allowsLostPieces: Bool = false) throws {
        for event in String(decoding: bytes, as: UTF8.self).split(separator: "\n\n", omittingEmptySubsequences: true) {
            let lines = event.split(separator: "\n")
            try #require(lines.count == 2 && lines[0].hasPrefix("event: ") && lines[1].hasPrefix("data: "))
            let data = try JSONReader.read(String(lines[1].dropFirst(6)), options: .init(duplicateKeys: .error))
            #expect(data["type"]?.stringValue == String(lines[0].dropFirst(7)))
            #expect(data["sequence_number"]?.intValue == types.count)
            #expect(response == nil && error == nil, "an event after the last")
            types.append(try #require(data["type"]?.stringValue))
            try take(data, allowsLostPieces)
        }
    }

    /// The items of the whole response.
    var output: [JSONValue] { response?["output"]?.arrayValue ?? [] }

    private mutating func take(_ data: JSONValue, _ allowsLostPieces: Bool) throws {
        switch types[types.count - 1] {
        case "response.created", "response.in_progress":
            #expect(types.count <= 2 && data["response"]?["output"] == [] && data["response"]?["status"] == "in_progress")
        case "response.output_item.added":
            #expect(data["output_index"]?.intValue == items.count)
            items.append(Item(json: try #require(data["item"]?.objectValue)))
        case "response.content_part.added", "response.reasoning_summary_part.added":
            let place = try place(of: data)
            #expect((data["content_index"] ?? data["summary_index"])?.intValue == items[place].texts.count)
            items[place].texts.append("")
        case "response.output_text.delta", "response.refusal.delta", "response.reasoning_summary_text.delta":
            let part = try #require((data["content_index"] ?? data["summary_index"])?.intValue)
            items[try place(of: data)].texts[part] += try #require(data["delta"]?.stringValue)
        case "response.function_call_arguments.delta":
            let place = try place(of: data)
            if items[place].texts.isEmpty { items[place].texts = [""] }
            items[place].texts[0] += try #require(data["delta"]?.stringValue)
        case "response.output_text.done", "response.refusal.done", "response.reasoning_summary_text.done":
            let part = try #require((data["content_index"] ?? data["summary_index"])?.intValue)
            let place = try place(of: data)
            #expect((data["text"] ?? data["refusal"])?.stringValue == items[place].texts[part])
        case "response.function_call_arguments.done":
            let place = try place(of: data)
            let arguments = try #require(data["arguments"]?.stringValue)
            #expect(allowsLostPieces || arguments == items[place].texts.first ?? "")
            items[place].texts = [arguments]
        case "response.content_part.done", "response.reasoning_summary_part.done":
            let part = try #require((data["content_index"] ?? data["summary_index"])?.intValue)
            let place = try place(of: data)
            #expect(Self.text(of: data["part"]) == items[place].texts[part])
        case "response.output_item.done": try finish(data)
        case "response.completed", "response.incomplete":
            response = data["response"]
            #expect(output == items.map { .object($0.json) }, "the output is not what was told")
            #expect(!items.contains { !$0.isDone })
        case "error": error = data
        default: Issue.record("no such event: \(types[types.count - 1])")
        }
    }

    private mutating func finish(_ data: JSONValue) throws {
        let place = try #require(data["output_index"]?.intValue)
        let item = try #require(data["item"]?.objectValue)
        for key in ["id", "type", "call_id", "name"] { #expect(item[key] == items[place].json[key]) }
        if item["type"] == "function_call" {
            #expect(item["arguments"]?.stringValue == items[place].texts.first ?? "")
        } else if item["type"] == "message" || item["type"] == "reasoning" {
            let parts = (item["content"] ?? item["summary"])?.arrayValue ?? []
            #expect(parts.map { Self.text(of: $0) } == items[place].texts)
        }
        #expect(!items[place].isDone)
        items[place].json = item
        items[place].isDone = true
    }

    private func place(of data: JSONValue) throws -> Int {
        let place = try #require(data["output_index"]?.intValue)
        #expect(items.indices.contains(place) && data["item_id"] == items[place].json["id"] && !items[place].isDone)
        return place
    }

    private static func text(of part: JSONValue?) -> String? { (part?["text"] ?? part?["refusal"])?.stringValue }
}
