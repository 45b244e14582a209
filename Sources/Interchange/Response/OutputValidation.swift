/// What came of holding a whole answer against what was asked for: its text against the output's schema, or its tool calls against the schemas
/// of the tools.
public struct OutputValidation: Sendable, Hashable {
    /// What does not fit, the first of each part; empty where everything does as far as it was checked.
    public var issues: [OutputFinding]
    /// Keywords of the schemas that might have refused the answer, but are not checked.
    public var unchecked: [OutputFinding]

    /// Creates a result; without arguments, that of an answer that fits.
    public init(issues: [OutputFinding] = [], unchecked: [OutputFinding] = []) {
        self.issues = issues
        self.unchecked = unchecked
    }

    /// Whether nothing speaks against the answer.
    public var isValid: Bool { issues.isEmpty }
}

/// One place of an answer or of a schema, and what there is to say of it.
///
/// It never quotes the answer, so that it may be logged where the answer may not.
public struct OutputFinding: Sendable, Hashable {
    /// Which part: `text` or `tool_calls[0].arguments` of the answer, `output` or `tools.NAME.parameters` of the request.
    public var part: JSONPath
    /// Where within it: a JSON Pointer (RFC 6901).
    public var pointer: String
    /// What there is to say, in words that follow the place, such as "is missing".
    public var problem: String

    /// Creates a finding.
    public init(part: JSONPath, pointer: String = "", problem: String) {
        self.part = part
        self.pointer = pointer
        self.problem = problem
    }
}

extension OutputFinding: CustomStringConvertible {
    public var description: String { "\(pointer.isEmpty ? "" : "'\(pointer)' of ")'\(part)' \(problem)" }
}

extension OutputValidation: JSONWritable {
    public var json: JSONValue {
        var object: JSONObject = ["valid": .bool(isValid)]
        if !issues.isEmpty { object["issues"] = issues.json }
        if !unchecked.isEmpty { object["unchecked"] = unchecked.json }
        return .object(object)
    }
}

extension OutputFinding: JSONWritable {
    public var json: JSONValue { ["part": .string(part.description), "pointer": .string(pointer), "problem": .string(problem)] }
}
