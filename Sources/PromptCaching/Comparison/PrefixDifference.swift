public import WaybillInterchange

/// The first place at which two prompts part.
public struct PrefixDifference: Sendable, Hashable {
    /// The segment.
    public var segment: PromptSegment.Kind
    /// The text, by the JSON form of a request: `instructions`, `tools.order_status.parameters`.
    public var path: String
    /// The place in that text, in bytes from 0.
    public var byte: Int
    /// The line in it, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int
    /// What the first prompt has there, cut to a few words: content, for those who may see the prompts.
    ///
    /// `nil`: nothing.
    public var from: String?
    /// What the second prompt has there.
    public var to: String?
    /// Why, as far as can be seen.
    public var cause: PrefixCause
    /// The cause in a sentence without its full stop; it quotes no text of the prompts, but may name a tool.
    public var explanation: String
}

extension PrefixDifference {
    /// The place and the cause, without `from` and `to`.
    public var json: JSONValue {
        var object: JSONObject = [
            "segment": .string(segment.path), "path": .string(path), "byte": .number(JSONNumber(byte)), "line": .number(JSONNumber(line)),
            "column": .number(JSONNumber(column)), "cause": cause.json, "explanation": .string(explanation),
        ]
        object.set("fix", cause.fix)
        return .object(object)
    }

    /// All of it, with `from` and `to`: for those who may see the prompts.
    public var fullJSON: JSONValue {
        guard case .object(var object) = json else { return json }
        object["from"] = from.map(JSONValue.string) ?? .null
        object["to"] = to.map(JSONValue.string) ?? .null
        return .object(object)
    }
}
