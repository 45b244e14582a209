import WaybillInterchange

/// Reasoning as structured pieces (`reasoning_details`, OpenRouter): text, summaries and encrypted or signed parts, which go back unchanged.
///
/// A stream brings each piece in fragments, which belong together by `index`.
struct ReasoningDetails: Sendable, Hashable {
    /// The member in which they come and go.
    static let field = "reasoning_details"

    /// The pieces so far, in the order in which they began.
    private var pieces: [JSONObject] = []

    /// Whether nothing came.
    var isEmpty: Bool { pieces.isEmpty }

    /// The pieces as they go back, if there are any.
    var json: JSONValue? {
        guard !isEmpty else { return nil }
        return .array(pieces.map(JSONValue.object))
    }

    /// Takes the fragments of one chunk, or the pieces of a whole answer.
    ///
    /// - Returns: The readable text that they brought.
    mutating func append(_ fragments: [JSONValue]) -> String {
        var text = ""
        for case .object(let fragment) in fragments {
            text += (fragment["text"] ?? fragment["summary"])?.stringValue ?? ""
            if let place = place(of: fragment) {
                pieces[place].extend(with: fragment)
            } else {
                pieces.append(fragment)
            }
        }
        return text
    }

    /// The piece that a fragment goes on with.
    private func place(of fragment: JSONObject) -> Int? {
        guard let index = fragment["index"]?.intValue else { return nil }
        return pieces.lastIndex { $0["index"]?.intValue == index && $0["type"] == fragment["type"] }
    }
}

extension JSONObject {
    /// Adds a fragment: texts grow, anything else is as the last fragment says.
    fileprivate mutating func extend(with fragment: JSONObject) {
        for (key, value) in fragment where !value.isNull {
            switch (key, self[key], value) {
            case ("text", .string(let text)?, .string(let more)), ("summary", .string(let text)?, .string(let more)),
                ("data", .string(let text)?, .string(let more)):
                self[key] = .string(text + more)
            default:
                self[key] = value
            }
        }
    }
}
