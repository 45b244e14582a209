import Waybill

/// The JSON object of one text, with its ids written while they are found if they are wanted.
///
/// `{"encoding", "count", "certainty", "ids"}`, but of a text with more ids than are kept `count` comes last, since it is known last.
struct IDRecord {
    /// The members that come first.
    private let head: JSONObject
    private let encoding: String
    private let givesIDs: Bool
    private let output: OutputChannel
    /// The ids so far, until they are too many.
    private var kept: [Int] = []
    private var open: JSONObjectWriter?

    /// The most ids that are kept.
    private static let limit = 1 << 20

    init(head: JSONObject, encoding: String, givesIDs: Bool, output: OutputChannel = .output) {
        (self.head, self.encoding, self.givesIDs, self.output) = (head, encoding, givesIDs, output)
    }

    /// Takes ids.
    mutating func add(_ ids: [Int]) throws(OutputError) {
        kept += ids
        guard open != nil || kept.count > Self.limit else { return }
        if open == nil { begin() }
        open?.write(elements: kept)
        kept.removeAll(keepingCapacity: true)
        try output.write(open?.take() ?? [])
    }

    /// Ends the object with what was counted.
    mutating func end(_ tokens: CountedTokens) throws(OutputError) {
        guard open == nil else { return try close(tokens.json) }
        var object = head.merging(tokens.json)
        if givesIDs { object["ids"] = .array(kept.map { .number(JSONNumber($0)) }) }
        try output.write(JSONValue.object(object).bytes() + [UInt8(ascii: "\n")])
    }

    /// Ends the object with what went wrong.
    mutating func fail(_ error: JSONObject) throws(OutputError) {
        guard open == nil else { return try close(["error": .object(error)]) }
        var object = head
        object["error"] = .object(error)
        try output.write(JSONValue.object(object).bytes() + [UInt8(ascii: "\n")])
    }

    private mutating func begin() {
        var writer = JSONObjectWriter()
        for (key, value) in head { writer.write(key, value) }
        writer.write("encoding", .string(encoding))
        writer.beginArray("ids")
        open = writer
    }

    private mutating func close(_ members: JSONObject) throws(OutputError) {
        open?.endArray()
        for (key, value) in members where key != "encoding" { open?.write(key, value) }
        open?.end()
        try output.write((open?.take() ?? []) + [UInt8(ascii: "\n")])
    }
}

extension JSONObject {
    /// These members, then those of another object.
    func merging(_ other: JSONObject) -> JSONObject {
        var object = self
        for (key, value) in other { object[key] = value }
        return object
    }
}
