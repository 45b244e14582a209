import WaybillInterchange

/// JSON Schemas as TypeScript types, the way harmony prompts show them to a model.
///
/// A count hangs on every comma, so this follows what the openai-harmony library prints, its oddities included.
enum TypeScriptSchema {
    /// The type of a value that fits the schema; its further lines begin with `indent`.
    static func type(of schema: JSONValue, indent: String) -> String {
        if let variants = schema["oneOf"]?.arrayValue {
            return variants.map { "\n\(indent) | \(nullableType(of: $0, indent: indent + "   "))\(comment(description($0), default: $0))" }
                .joined()
        }
        if let names = schema["type"]?.arrayValue?.compactMap(\.stringValue), !names.isEmpty {
            return names.map { $0 == "integer" ? "number" : $0 }.joined(separator: " | ")
        }
        switch schema["type"]?.stringValue {
        case "object": return object(schema, indent: indent)
        case "string":
            let words = schema["enum"]?.arrayValue?.compactMap(\.stringValue) ?? []
            return words.isEmpty ? "string" : words.map { "\"\($0)\"" }.joined(separator: " | ")
        case "number", "integer": return "number"
        case "boolean": return "boolean"
        case "array": return schema["items"].map { type(of: $0, indent: indent) + "[]" } ?? "Array<any>"
        default: return "any"
        }
    }

    private static func object(_ schema: JSONValue, indent: String) -> String {
        var text = description(schema).map { "\(indent)// \($0)\n" } ?? ""
        text += "{\n"
        let required = Set(schema["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
        for (name, property) in schema["properties"]?.objectValue ?? [:] {
            if let title = property["title"]?.stringValue { text += "\(indent)// \(title)\n\(indent)//\n" }
            if property["oneOf"] == nil, let words = description(property) { text += "\(indent)// \(words)\n" }
            if let examples = property["examples"]?.arrayValue, !examples.isEmpty {
                text += "\(indent)// Examples:\n"
                for example in examples.compactMap(\.stringValue) { text += "\(indent)// - \"\(example)\"\n" }
            }
            let label = required.contains(name) ? name : name + "?"
            if let variants = property["oneOf"]?.arrayValue {
                text += union(variants, of: property, label: label, indent: indent)
            } else {
                text += "\(indent)\(label): \(nullableType(of: property, indent: indent + "    ")),"
                if property["oneOf"] == nil { text += comment(nil, default: property) }
                text += "\n"
            }
        }
        return text + "\(indent)}"
    }

    /// A property that is one of several types, each on a line of its own.
    private static func union(_ variants: [JSONValue], of property: JSONValue, label: String, indent: String) -> String {
        var text = ""
        let words = description(property)
        let isSaidAbove = words != nil && words != variants.first.flatMap(description)
        if let words, isSaidAbove { text += "\(indent)// \(words)\n" }
        if let value = defaultText(property) { text += "\(indent)// default: \(value)\n" }
        text += "\(indent)\(label):\n"
        for (index, variant) in variants.enumerated() {
            let own = description(variant)
            let isShown = own != words && !(index == 0 && isSaidAbove)
            text += "\(indent) | \(nullableType(of: variant, indent: indent + "   "))\(comment(isShown ? own : nil, default: variant))\n"
        }
        return text + "\(indent),\n"
    }

    private static func nullableType(of schema: JSONValue, indent: String) -> String {
        let type = type(of: schema, indent: indent)
        return schema["nullable"]?.boolValue == true && !type.containsText("null") ? type + " | null" : type
    }

    /// A comment at the end of a line; empty where there is nothing to say.
    private static func comment(_ words: String?, default schema: JSONValue) -> String {
        let remarks = [words, defaultText(schema).map { "default: \($0)" }].compactMap(\.self)
        return remarks.isEmpty ? "" : " // " + remarks.joined(separator: " ")
    }

    private static func description(_ schema: JSONValue) -> String? { schema["description"]?.stringValue }

    private static func defaultText(_ schema: JSONValue) -> String? {
        guard let value = schema["default"] else { return nil }
        guard let text = value.stringValue else { return value.text() }
        let isWordOfEnum = schema["enum"]?.arrayValue?.isEmpty == false
        return isWordOfEnum ? text : "\"\(text)\""
    }
}

extension String {
    fileprivate func containsText(_ part: StaticString) -> Bool {
        part.withUTF8Buffer { part in
            var rest = Substring(self).utf8
            while rest.count >= part.count {
                if rest.starts(with: part) { return true }
                rest = rest.dropFirst()
            }
            return false
        }
    }
}
