import WaybillInterchange

/// Writes what decoders describe as a JSON Schema of draft 7, the newest that the editors' YAML extensions know in full.
struct SchemaWriter {
    private var definitions: JSONObject = [:]

    /// The schema of a file that is such a mapping.
    static func document(_ mapping: MappingSchema, title: String) -> JSONValue {
        var writer = SchemaWriter()
        var root: JSONObject = ["$schema": "http://json-schema.org/draft-07/schema#", "title": .string(title)]
        for (key, value) in writer.write(mapping) { root[key] = value }
        root["definitions"] = .object(writer.definitions)
        return .object(root)
    }

    private mutating func write(_ mapping: MappingSchema) -> JSONObject {
        var properties: JSONObject = [:]
        var patterns: JSONObject = [:]
        for member in mapping.members {
            var property = write(member.schema)
            property["description"] = .string(member.meaning + (member.usual.map { ". Left out: \($0)" } ?? ""))
            if member.isPrefix {
                patterns["^\(member.key.replacing(".", with: "\\."))."] = .object(property)
            } else {
                properties[member.key] = .object(property)
            }
        }
        var object: JSONObject = ["type": "object", "properties": .object(properties), "additionalProperties": false]
        if !patterns.isEmpty { object["patternProperties"] = .object(patterns) }
        let required = mapping.members.filter(\.isRequired).map { JSONValue.string($0.key) }
        if !required.isEmpty {
            if mapping.takesOver {
                object["anyOf"] = [["required": ["like"]], ["required": .array(required)]]
            } else {
                object["required"] = .array(required)
            }
        }
        return object
    }

    private mutating func write(_ schema: ValueSchema) -> JSONObject {
        switch schema {
        case .value(_, let object): return object
        case .named(_, let schema): return write(schema)
        case .list(let items): return ["type": "array", "items": .object(write(items))]
        case .entries(let values): return ["type": "object", "additionalProperties": .object(write(values))]
        case .either(let forms): return ["anyOf": .array(forms.map { .object(write($0)) })]
        case .mapping(let mapping):
            let name = mapping.identifier
            let definition = JSONValue.object(write(mapping))
            precondition(definitions[name] == nil || definitions[name] == definition, "two kinds of mapping are called \(mapping.name)")
            definitions[name] = definition
            return ["$ref": .string("#/definitions/\(name)")]
        }
    }
}

extension MappingSchema {
    /// The name as a word: `answer-to-rehearse` of "an answer to rehearse", `price` of "'price'".
    fileprivate var identifier: String {
        var words = name.split { $0 == " " || $0 == "'" }.map(String.init)
        if words.count > 1, words[0] == "a" || words[0] == "an" { words.removeFirst() }
        return words.joined(separator: "-")
    }
}
