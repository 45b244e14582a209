extension JSONValue {
    /// Whether this value, a JSON Schema, would be written in its canonical form as it stands: nothing to sort, no number to respell.
    package func isCanonicalSchema(order: JSONSchemaOrder = .asWritten) -> Bool {
        isCanonical(as: .schema, sortsAll: order == .sorted)
    }

    private func isCanonical(as content: SchemaContent, sortsAll: Bool) -> Bool {
        switch self {
        case .null, .bool, .string: return true
        case .number(let number): return number.literal == number.canonicalLiteral
        case .array(let elements): return elements.allSatisfy { $0.isCanonical(as: content.ofElements, sortsAll: sortsAll) }
        case .object(let members):
            let isSorted = sortsAll || content == .schema
            var last: String?
            for (key, value) in members {
                if isSorted, let last, key.precedesByBytes(last) { return false }
                guard value.isCanonical(as: content.under(key), sortsAll: sortsAll) else { return false }
                last = key
            }
            return true
        }
    }
}

extension SchemaContent {
    /// What stands in a list of it.
    package var ofElements: SchemaContent { self == .data ? .data : .schema }

    /// What stands under a key of an object of it.
    package func under(_ key: String) -> SchemaContent {
        switch self {
        case .schema: SchemaContent(of: key)
        case .schemasByName: .schema
        case .data: .data
        }
    }
}
