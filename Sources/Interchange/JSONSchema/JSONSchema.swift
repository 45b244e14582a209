/// A JSON Schema (draft 2020-12), made ready to check values.
///
/// What the standard can say and this cannot check is never passed over in silence: it is listed in ``gaps``, and a value that only such a
/// keyword could have refused is ``JSONSchemaVerdict/validAsFarAsChecked(_:)``.
///
/// A check does a bounded amount of work, whatever the schema and the value are: at most ``largestEffort`` steps and ``deepestNesting``
/// levels. One that would take more is given up, which is a gap too.
///
/// ## Usage
/// ```swift
/// let schema = JSONSchema(compiling: ["type": "object", "properties": ["city": ["type": "string"]], "required": ["city"]])
/// switch schema.check(try JSONReader.read(answer)) {
/// case .valid: …
/// case .validAsFarAsChecked(let gaps): …
/// case .invalid(let violation): print(violation)      // '/city' is not of type string.
/// }
/// ```
public struct JSONSchema: Sendable {
    /// The most steps of one check; a step is about a member, an element or a rule.
    public static let largestEffort = 1_000_000
    /// The deepest nesting that one check follows, of the value and of schemas within schemas together.
    public static let deepestNesting = 256

    /// What of the schema is not checked, in the order in which it was found.
    public let gaps: [JSONSchemaGap]
    /// The rules of every schema within the schema; the first are those of the whole.
    let nodes: [[SchemaRule]]

    /// Makes a schema ready.
    ///
    /// Anything can be compiled: what makes no sense as a schema is a gap.
    public init(compiling schema: JSONValue) {
        var compiler = SchemaCompiler(schema)
        compiler.compile()
        gaps = compiler.gaps
        nodes = compiler.nodes
    }

    /// Whether a value follows the schema.
    public func check(_ value: JSONValue) -> JSONSchemaVerdict { check(value, effort: Self.largestEffort) }

    /// Whether a value follows the schema, as far as can be told in so many steps.
    func check(_ value: JSONValue, effort: Int) -> JSONSchemaVerdict {
        var check = SchemaCheck(self, effort: effort)
        switch check.run(value) {
        case .fits: return .valid
        case .fails: return .invalid(check.violation)
        case .unknown: return .validAsFarAsChecked(check.touchedGaps)
        }
    }
}

/// Whether a value follows a schema.
public enum JSONSchemaVerdict: Sendable, Hashable {
    /// It does.
    case valid
    /// Nothing speaks against it, but these keywords were not checked and might.
    case validAsFarAsChecked([JSONSchemaGap])
    /// It does not.
    case invalid(JSONSchemaViolation)
}

/// Where and how a value does not follow its schema.
///
/// Names places and rules, never what the value holds, so that it may be logged where the value may not.
public struct JSONSchemaViolation: Sendable, Hashable {
    /// Where in the value: a JSON Pointer (RFC 6901).
    ///
    /// A name that the schema does not have stands as `*`, since whoever wrote the value chose it.
    public var pointer: String
    /// The keyword of the schema that the value breaks.
    public var keyword: String
    /// How, in words that follow the place, such as "is missing".
    public var problem: String

    /// Creates a violation.
    public init(pointer: String, keyword: String, problem: String) {
        self.pointer = pointer
        self.keyword = keyword
        self.problem = problem
    }
}

extension JSONSchemaViolation: CustomStringConvertible {
    public var description: String { "\(pointer.isEmpty ? "The value" : "'\(pointer)'") \(problem)." }
}

/// A keyword of a schema that is not checked.
public struct JSONSchemaGap: Sendable, Hashable {
    /// Where in the schema: a JSON Pointer (RFC 6901).
    public var pointer: String
    /// Why it is not checked, in words that follow the place.
    public var reason: String

    /// Creates a gap.
    public init(pointer: String, reason: String) {
        self.pointer = pointer
        self.reason = reason
    }
}

extension JSONSchemaGap: CustomStringConvertible {
    public var description: String { "\(pointer.isEmpty ? "The schema" : "'\(pointer)'") \(reason)." }
}
