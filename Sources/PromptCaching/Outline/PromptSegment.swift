public import WaybillInterchange

/// One segment of a prompt: what stands between two places at which prompts may part.
public struct PromptSegment: Sendable, Hashable {
    /// What it is.
    public var kind: Kind
    /// The fingerprint of the prompt up to its end: of this segment and of all before it.
    public var fingerprint: PromptFingerprint
    /// The bytes of its texts, images and files.
    public var byteCount: Int
    /// Its tokens with what frames it; `nil` where nobody counted.
    public var tokens: Int?

    /// What a segment is, in rendered order.
    public enum Kind: Sendable, Hashable {
        /// The definitions of all tools.
        case tools
        /// The form of the answer, where it is not free text.
        case output
        /// The instructions.
        case instructions
        /// All examples.
        case examples
        /// One reference, by its place among the references, from 0.
        case reference(Int)
        /// One item of the conversation, by its place in it, from 0.
        case turn(Int)
        /// What is true only now; it stands before the last user message.
        case lateContext
    }
}

extension PromptSegment.Kind {
    /// Whether it belongs to the part that should be the same from call to call.
    public var isStable: Bool {
        switch self {
        case .tools, .output, .instructions, .examples, .reference: true
        case .turn, .lateContext: false
        }
    }

    /// Its place in the JSON form of a request: `instructions`, `references[1]`, `conversation[4]`.
    public var path: String {
        switch self {
        case .tools: "tools"
        case .output: "output"
        case .instructions: "instructions"
        case .examples: "examples"
        case .reference(let place): "references[\(place)]"
        case .turn(let place): "conversation[\(place)]"
        case .lateContext: "late_context"
        }
    }
}

extension PromptSegment.Kind: CustomStringConvertible {
    public var description: String { path }
}

extension PromptSegment: JSONWritable {
    /// `{"segment", "fingerprint", "bytes", "tokens"}`.
    public var json: JSONValue {
        var object: JSONObject = [
            "segment": .string(kind.path), "fingerprint": fingerprint.json, "bytes": .number(JSONNumber(byteCount)),
        ]
        object["tokens"] = tokens.map { .number(JSONNumber($0)) } ?? .null
        return .object(object)
    }
}
