import WaybillInterchange

/// A piece of a tool call as it came: often only part of its arguments.
struct ToolCallFragment: Hashable {
    /// Which call of the answer it belongs to, as the server counts them.
    var index: Int?
    /// The call's id, if it is not empty.
    var id: String?
    /// The function's name, if it is not empty.
    var name: String?
    /// More of the arguments.
    var arguments = ""

    /// Reads an element of `tool_calls`: a call of a function, or of a custom tool.
    init(_ element: inout JSONCursor) {
        element.forEachMember { key, value in
            switch key {
            case "index": index = value.readInt()
            case "id": id = value.readWord()
            case "function", "custom": readFunction(&value)
            default: break
            }
        }
    }

    /// Reads a `function_call`, of which an answer of the older form has at most one.
    init(legacy value: inout JSONCursor) {
        index = 0
        readFunction(&value)
    }

    private mutating func readFunction(_ function: inout JSONCursor) {
        function.forEachMember { key, value in
            switch key {
            case "name": name = value.readWord()
            case "arguments", "input": arguments = value.readArguments()
            default: break
            }
        }
    }
}

extension JSONCursor {
    /// Takes a string that is not empty.
    fileprivate mutating func readWord() -> String? {
        guard let text = readString(), !text.isEmpty else { return nil }
        return text
    }

    /// Takes arguments: their JSON as text, or, from some servers, the JSON itself.
    fileprivate mutating func readArguments() -> String {
        switch kind {
        case .string?: readString() ?? ""
        case .null?, nil: ""
        default: readValue()?.text() ?? ""
        }
    }
}
