/// One thing that a schema asks of a value.
///
/// A number names another schema by its place among ``JSONSchema/nodes``.
enum SchemaRule: Sendable {
    /// `type`
    case type(JSONTypes)
    /// `enum`, and `const` as a list of one.
    case values([JSONValue], keyword: String)
    /// A schema that is `false`.
    case nothing

    /// `minimum`, `maximum` and their exclusive forms.
    case bound(NumberBound)
    /// `multipleOf`
    case multiple(of: DecimalDivisor)

    /// `minLength`, `maxLength`
    case length(CountRange)
    /// `pattern`
    case pattern(Pattern)

    /// `properties`, `required`, `patternProperties`, `additionalProperties`
    case members(MemberRules)
    /// `minProperties`, `maxProperties`
    case memberCount(CountRange)
    /// `propertyNames`
    case names(Int)
    /// `dependentRequired`
    case dependentRequired([(name: String, required: [String])])
    /// `dependentSchemas`
    case dependentSchemas([(name: String, schema: Int)])

    /// `prefixItems`, `items`
    case elements(prefix: [Int], rest: Int?)
    /// `minItems`, `maxItems`
    case elementCount(CountRange)
    /// `uniqueItems`
    case unique
    /// `contains`, `minContains`, `maxContains`
    case contains(Int, CountRange)

    /// `$ref`
    case reference(Int)
    /// `allOf`
    case all([Int])
    /// `anyOf`
    case any([Int])
    /// `oneOf`
    case one([Int])
    /// `not`
    case not(Int)
    /// `if`, `then`, `else`
    case condition(Int, then: Int?, otherwise: Int?)

    /// A keyword that is not checked, and the types of values of which it would say something.
    case unchecked(gap: Int, of: JSONTypes)
}

/// Types of JSON values.
///
/// Every integer is a number too.
struct JSONTypes: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let null = JSONTypes(rawValue: 1)
    static let boolean = JSONTypes(rawValue: 2)
    static let integer = JSONTypes(rawValue: 4)
    static let number = JSONTypes(rawValue: 8)
    static let string = JSONTypes(rawValue: 16)
    static let array = JSONTypes(rawValue: 32)
    static let object = JSONTypes(rawValue: 64)

    static let all: JSONTypes = [.null, .boolean, .integer, .number, .string, .array, .object]

    /// The types by their names in a schema.
    private static let named: [(name: String, type: JSONTypes)] = [
        ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .number), ("string", .string), ("array", .array),
        ("object", .object),
    ]

    init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The type of this name; `nil` where there is none.
    init?(name: String) {
        guard let found = Self.named.first(where: { $0.name == name }) else { return nil }
        self = found.type
    }

    /// The names of the types, as a sentence lists them.
    var names: String { Self.named.filter { contains($0.type) }.map(\.name).joined(separator: " or ") }

    /// Whether a value is of one of these types.
    func hold(_ value: JSONValue) -> Bool {
        switch value {
        case .null: contains(.null)
        case .bool: contains(.boolean)
        case .number(let number): contains(.number) || contains(.integer) && number.isWhole
        case .string: contains(.string)
        case .array: contains(.array)
        case .object: contains(.object)
        }
    }
}

/// How many there may be.
struct CountRange: Sendable, Hashable {
    var least = 0
    var most = Int.max
}

/// What the members of an object must be.
///
/// A class, so that it costs one count to be looked at.
final class MemberRules: Sendable {
    /// A member that the schema names.
    struct Property: Sendable {
        let name: String
        /// Its schema; `nil` where it is only required.
        let schema: Int?
        let isRequired: Bool
    }

    /// Members whose names a pattern fits.
    struct Group: Sendable {
        /// `nil` where the pattern cannot be checked, and so any name may fit it.
        let pattern: Pattern?
        let schema: Int
    }

    /// What is said of members that have no schema of their own.
    enum Others: Sendable, Hashable {
        /// They may be anything.
        case anything
        /// There may be none.
        case nothing
        /// They follow a schema.
        case schema(Int)
    }

    let properties: [Property]
    let groups: [Group]
    let others: Others
    /// The names of `properties` that have a schema; others are only required, and count as not named.
    let named: Set<ExactName>

    init(properties: [Property], groups: [Group], others: Others) {
        self.properties = properties
        self.groups = groups
        self.others = others
        named = Set(properties.filter { $0.schema != nil }.map { ExactName(text: $0.name) })
    }
}

/// A name or a place that is the same as another only where its bytes are.
struct ExactName: Hashable, Sendable {
    let text: String

    static func == (left: ExactName, right: ExactName) -> Bool { left.text.hasSameBytes(as: right.text) }

    func hash(into hasher: inout Hasher) { text.hashBytes(into: &hasher) }
}
