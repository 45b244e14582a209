import WaybillInterchange

/// The part of JSON Schema that OpenAI's APIs hold a model to when `strict` is set.
///
/// Every object lists all its properties as required and allows no others; the root is an object; some keywords are not taken.
/// A schema outside it is refused with `strict: true`, so this is checked before anything is sent.
enum StrictSchema {
    private static let deepest = 10
    private static let mostProperties = 5_000
    private static let mostCharacters = 120_000
    private static let refusedKeywords = [
        "allOf", "oneOf", "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "patternProperties",
    ]

    /// Why a schema is outside the strict subset, in words that follow "since"; `nil` where it is within.
    static func violation(of schema: JSONValue) -> String? {
        guard schema["type"]?.stringValue == "object" else { return "its root is not of type 'object'" }
        guard schema["anyOf"] == nil else { return "its root is an 'anyOf'" }
        var walk = Walk()
        walk.visit(schema, depth: 1)
        return walk.violation
    }

    /// One walk over a schema and all schemas within.
    private struct Walk {
        private(set) var violation: String?
        private var properties = 0
        private var characters = 0

        mutating func visit(_ schema: JSONValue, depth: Int) {
            guard violation == nil, case .object(let members) = schema else { return }
            if let keyword = refusedKeywords.first(where: { members[$0] != nil }) {
                violation = "it uses '\(keyword)'"
            } else if depth > deepest {
                violation = "it is nested more than \(deepest) levels deep"
            } else {
                visitObject(members, depth: depth)
                visitParts(members, depth: depth)
            }
        }

        private mutating func visitObject(_ members: JSONObject, depth: Int) {
            let names = members["properties"]?.objectValue?.keys ?? []
            properties += names.count
            characters += names.reduce(0) { $0 + $1.utf8.count }
            for word in members["enum"]?.arrayValue ?? [] { characters += word.stringValue?.utf8.count ?? 0 }
            if properties > mostProperties { violation = violation ?? "it has more than \(mostProperties) properties" }
            if characters > mostCharacters { violation = violation ?? "its names and words are longer than \(mostCharacters) characters" }
            guard members["properties"] != nil || members["type"]?.names("object") == true else { return }
            if members["additionalProperties"]?.boolValue != false {
                violation = violation ?? "an object in it lacks 'additionalProperties: false'"
            }
            let required = Set(members["required"]?.arrayValue?.compactMap(\.stringValue) ?? [])
            if !names.allSatisfy(required.contains) { violation = violation ?? "an object in it has a property that is not in 'required'" }
        }

        private mutating func visitParts(_ members: JSONObject, depth: Int) {
            for group in ["properties", "$defs", "definitions"] {
                // Definitions are used elsewhere; they are no deeper for where they stand.
                for (_, part) in members[group]?.objectValue ?? [:] { visit(part, depth: group == "properties" ? depth + 1 : 1) }
            }
            if let items = members["items"] { visit(items, depth: depth + 1) }
            for group in ["anyOf", "prefixItems"] {
                for part in members[group]?.arrayValue ?? [] { visit(part, depth: depth + 1) }
            }
        }
    }
}

extension JSONValue {
    /// Whether a schema's `type` is this word or a list that has it.
    fileprivate func names(_ type: String) -> Bool {
        stringValue == type || arrayValue?.contains { $0.stringValue == type } == true
    }
}

extension ToolDefinition {
    /// Whether `strict` is to be sent: as the program says, else where the schema is within the strict subset.
    var resolvedStrict: Bool { strict ?? (StrictSchema.violation(of: parameters) == nil) }
}
