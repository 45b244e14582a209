/// What decoders describe, in the words of the documentation.
extension ValueSchema {
    /// What can be written, in a few words.
    var words: String {
        switch self {
        case .value(let words, _), .named(let words, _): words
        case .list: "list"
        case .mapping, .entries: "mapping"
        case .either(let forms):
            // An open list of words is text with suggestions, and forms that look alike are said once.
            forms.map(\.words).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: " or ")
        }
    }

    /// Every mapping within, each once.
    var mappings: [MappingSchema] {
        switch self {
        case .value: []
        case .list(let schema), .entries(let schema), .named(_, let schema): schema.mappings
        case .either(let forms): forms.flatMap(\.mappings)
        case .mapping(let mapping): [mapping] + mapping.members.flatMap(\.schema.mappings)
        }
    }
}

extension MappingSchema {
    /// The members as a table of Markdown.
    ///
    /// - Parameter omitted: Keys that are explained elsewhere.
    func table(omitting omitted: Set<String> = []) -> String {
        let shown = members.filter { !omitted.contains($0.key) }
        let hasUsual = shown.contains { $0.usual != nil || $0.isRequired }
        var lines =
            hasUsual ? ["| Key | Value | Left out | Meaning |", "|---|---|---|---|"] : ["| Key | Value | Meaning |", "|---|---|---|"]
        for member in shown {
            let usual = member.isRequired ? "must be there" : member.usual ?? ""
            lines.append(
                "| `\(member.key)\(member.isPrefix ? "KEY" : "")` | \(member.schema.words) |\(hasUsual ? " \(usual) |" : "") \(member.meaning) |"
            )
        }
        return lines.joined(separator: "\n")
    }
}
