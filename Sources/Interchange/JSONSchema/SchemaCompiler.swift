/// Turns a JSON Schema into rules, schema by schema, without recursion: a schema within a schema is noted and compiled in its turn.
struct SchemaCompiler {
    private(set) var nodes: [[SchemaRule]] = []
    private(set) var gaps: [JSONSchemaGap] = []

    private let root: JSONValue
    /// The place among ``nodes`` of every schema that was noted, by where it stands.
    private var places: [ExactName: Int] = [:]
    private var pending: [(schema: JSONValue, pointer: String)] = []

    init(_ root: JSONValue) { self.root = root }

    mutating func compile() {
        _ = place(of: root, at: "")
        var next = 0
        while next < pending.count {
            let (schema, pointer) = pending[next]
            nodes[next] = rules(of: schema, at: pointer)
            next += 1
        }
    }

    private mutating func rules(of schema: JSONValue, at pointer: String) -> [SchemaRule] {
        switch schema {
        case .bool(true): []
        case .bool(false): [.nothing]
        case .object(let keywords):
            if !pointer.isEmpty, keywords["$id"]?.stringValue != nil {
                [gap(pointer, "is not checked, since it has an '$id' of its own")]
            } else {
                rules(of: SchemaPlace(keywords: keywords, pointer: pointer))
            }
        default: [gap(pointer, "is not checked, since it is no schema: neither an object nor true or false")]
        }
    }

    /// Notes a schema to be compiled.
    ///
    /// - Returns: Its place among ``nodes``.
    mutating func place(of schema: JSONValue, at pointer: String) -> Int {
        let (schema, pointer) = target(of: schema, at: pointer)
        if let known = places[ExactName(text: pointer)] { return known }
        let place = nodes.count
        places[ExactName(text: pointer)] = place
        nodes.append([])
        pending.append((schema, pointer))
        return place
    }

    /// A schema that only refers to another is that other: so a reference costs nothing when values are checked.
    private func target(of schema: JSONValue, at pointer: String) -> (JSONValue, String) {
        var (schema, pointer) = (schema, pointer)
        var hops = 0
        while hops < 32, case .object(let keywords) = schema, let reference = keywords["$ref"]?.stringValue,
            keywords.allSatisfy({ $0.key == "$ref" || SchemaPlace.annotations.contains($0.key) }),
            let target = resolve(reference)
        {
            (schema, pointer) = target
            hops += 1
        }
        return (schema, pointer)
    }

    /// What a reference within the document points to, and where that stands; `nil` where it points elsewhere or to nothing.
    func resolve(_ reference: String) -> (schema: JSONValue, pointer: String)? {
        guard reference.utf8.first == UInt8(ascii: "#"), let pointer = JSONPointer.decodingPercent(reference.dropFirst()),
            let names = JSONPointer.names(in: pointer)
        else { return nil }
        // Within a schema that has an identity of its own, places are counted from there.
        for end in names.indices.dropFirst() where root.value(at: names[..<end])?["$id"]?.stringValue != nil { return nil }
        return root.value(at: names[...]).map { ($0, pointer) }
    }

    /// Notes that something of the schema is not checked.
    ///
    /// - Parameter types: The values of which it would say something.
    mutating func gap(_ pointer: String, _ reason: String, of types: JSONTypes = .all) -> SchemaRule {
        gaps.append(JSONSchemaGap(pointer: pointer, reason: reason))
        return .unchecked(gap: gaps.count - 1, of: types)
    }
}

/// One schema within the document that is compiled.
struct SchemaPlace {
    let keywords: JSONObject
    let pointer: String

    /// Keywords that ask nothing of a value.
    static let annotations: Set<String> = [
        "$schema", "$id", "$comment", "$defs", "definitions", "$anchor", "$vocabulary", "title", "description", "default", "example",
        "examples", "deprecated", "readOnly", "writeOnly", "contentEncoding", "contentMediaType", "contentSchema",
    ]

    /// Keywords that are checked.
    static let checked: Set<String> = [
        "type", "enum", "const", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
        "pattern", "format", "properties", "required", "patternProperties", "additionalProperties", "minProperties", "maxProperties",
        "propertyNames", "dependentRequired", "dependentSchemas", "prefixItems", "items", "minItems", "maxItems", "uniqueItems",
        "contains", "minContains", "maxContains", "$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else",
    ]

    /// Keywords of the standard that are not checked, by the values of which they would say something.
    static let unchecked: [String: JSONTypes] = ["unevaluatedProperties": .object, "unevaluatedItems": .array]

    /// Where a keyword stands.
    func pointer(of keyword: String) -> String { JSONPointer.appending(keyword, to: pointer) }
}
