import WaybillInterchange

/// What one streamed event says, as far as an answer is made of it.
///
/// Most events are one token of text, so they are read with a cursor that builds nothing but what is asked for.
struct ResponsesEvent {
    /// The event's type, such as `response.output_text.delta`.
    var type: String
    /// Which output item it belongs to; some servers do not say.
    var outputIndex: Int?
    /// Which part of the item it belongs to: of its content, or of a reasoning item's summary.
    var partIndex: Int?
    /// A piece to be appended.
    var delta: String?
    /// The whole of what came in pieces.
    var whole: String?
    /// An output item.
    var item: JSONValue?
    /// A part of an item's content.
    var part: JSONValue?
    /// The response.
    var response: JSONValue?
    /// Whether it tells of an error.
    var isError = false

    /// Reads an event.
    ///
    /// - Throws: ``JSONError`` where its data is no JSON.
    init(_ event: ServerSentEvent) throws(JSONError) {
        // Servers that name their events name them as in the data.
        let isNamed = event.event != ServerSentEvent.defaultName
        var result = ResponsesEvent(type: isNamed ? event.event : "")
        try JSONCursor.read(event.data) { cursor in
            cursor.forEachMember { key, value in
                switch key {
                case "delta": result.delta = value.readString()
                case "output_index": result.outputIndex = value.readInt()
                case "content_index", "summary_index": result.partIndex = value.readInt()
                case "type": if !isNamed { result.type = value.readString() ?? "" }
                case "text", "refusal", "arguments": result.whole = value.readString()
                case "item": result.item = value.readValue()
                case "part": result.part = value.readValue()
                case "response": result.response = Self.isBeginning(result.type) ? value.readBeginning() : value.readValue()
                case "error": result.isError = value.readValue()?.isTruthy == true
                default: break
                }
            }
        }
        if result.type == "error" { result.isError = true }
        self = result
    }

    private init(type: String) { self.type = type }

    /// Whether the response of such events says nothing yet but what it is.
    private static func isBeginning(_ type: String) -> Bool {
        type == "response.created" || type == "response.in_progress" || type == "response.queued"
    }

    /// The id of the item that an event belongs to, for events that do not say its index.
    static func itemID(in data: [UInt8]) -> String? {
        var id: String?
        do throws(JSONError) {
            _ = try JSONCursor.read(data) { cursor in
                cursor.forEachMember { key, value in
                    if "item_id" ~= key { id = value.readString() }
                }
            }
        } catch {
            // What is no JSON was passed over before.
            return nil
        }
        return id
    }
}

extension JSONCursor {
    /// Takes of a response that has only begun what there is to know, and passes over the rest: it repeats most of the request.
    fileprivate mutating func readBeginning() -> JSONValue? {
        var response: JSONObject = [:]
        let isObject = forEachMember { key, value in
            switch key {
            case "id", "model": response[String(key: key)] = value.readValue()
            default: break
            }
        }
        return isObject ? .object(response) : nil
    }
}

extension JSONValue {
    /// Whether a member that is there only in case of errors tells of one.
    var isTruthy: Bool {
        switch self {
        case .null, .bool(false): false
        case .string(let text): !text.isEmpty
        case .object(let members): !members.isEmpty
        case .array(let elements): !elements.isEmpty
        case .bool(true), .number: true
        }
    }
}
