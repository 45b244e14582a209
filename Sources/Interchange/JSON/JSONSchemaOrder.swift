/// In which order the keys of a JSON Schema go to a model.
public enum JSONSchemaOrder: Sendable, Hashable {
    /// Where the keys are the author's names or data, they keep the author's order: in `properties`, `$defs`, `definitions`, `patternProperties` and
    /// `dependentSchemas`, and anywhere under `enum`, `const`, `default`, `example` and `examples`. All other keys are keywords and are sorted.
    case asWritten
    /// All keys are sorted.
    case sorted
}

extension JSONValue {
    /// Appends this value, a JSON Schema, in its canonical form: without space, numbers in their shortest spelling, keys in the given order.
    ///
    /// Arrays, such as `required` and `anyOf`, always keep their order. An object that is no schema but holds one (a tool's definition, say) may be
    /// given too: whatever is not known to be data is taken for a schema.
    public func writeCanonicalSchema(into bytes: inout [UInt8], order: JSONSchemaOrder = .asWritten) {
        JSONWriter.append(to: &bytes, style: .canonical) { writer in
            switch order {
            case .asWritten: writer.writeSchema(self)
            case .sorted: writer.write(self)
            }
        }
    }

    /// This value, a JSON Schema, in its canonical form.
    public func canonicalSchemaBytes(order: JSONSchemaOrder = .asWritten) -> [UInt8] {
        var bytes: [UInt8] = []
        writeCanonicalSchema(into: &bytes, order: order)
        return bytes
    }
}

extension JSONWriter {
    /// Appends a schema: its keywords sorted, what is under each as that keyword means it.
    fileprivate mutating func writeSchema(_ schema: JSONValue) {
        switch schema {
        case .array(let elements):
            writeList(elements, "[", "]") { $0.writeSchema($1) }
        case .object(let keywords):
            writeList(keywords.sorted { $0.key.precedesByBytes($1.key) }, "{", "}") { writer, keyword in
                writer.writeKey(keyword.key)
                writer.write(keyword.value, as: SchemaContent(of: keyword.key))
            }
        default:
            write(schema)
        }
    }

    private mutating func write(_ value: JSONValue, as content: SchemaContent) {
        switch (content, value) {
        case (.schemasByName, .object(let schemas)): writeAsOrdered(schemas) { $0.writeSchema($1) }
        case (.data, _): writeData(value)
        case (.schema, _), (.schemasByName, _): writeSchema(value)
        }
    }

    /// Appends data with its keys as written.
    private mutating func writeData(_ value: JSONValue) {
        switch value {
        case .array(let elements): writeList(elements, "[", "]") { $0.writeData($1) }
        case .object(let object): writeAsOrdered(object) { $0.writeData($1) }
        default: write(value)
        }
    }

    private mutating func writeAsOrdered(_ object: JSONObject, _ writeValue: (inout JSONWriter, JSONValue) -> Void) {
        writeList(object, "{", "}") { writer, member in
            writer.writeKey(member.key)
            writeValue(&writer, member.value)
        }
    }
}

/// What stands under a keyword of JSON Schema.
package enum SchemaContent {
    /// A schema, an array of schemas, or anything that is no object.
    case schema
    /// An object whose keys are names of the author's and whose values are schemas.
    case schemasByName
    /// Any JSON, of which the model sees the whole.
    case data

    package init(of keyword: String) {
        self =
            switch keyword {
            case "properties", "patternProperties", "dependentSchemas", "$defs", "definitions": .schemasByName
            case "enum", "const", "default", "example", "examples": .data
            default: .schema
            }
    }
}
