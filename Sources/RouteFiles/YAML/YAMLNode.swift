import WaybillInterchange

/// A value in a YAML file, with the place where it stands.
struct YAMLNode: Sendable {
    /// What it is.
    var content: Content
    /// Where it begins; for an alias, where the alias stands.
    var location: SourceLocation
    /// The stretch of the file's text that it fills, in scalars.
    var range: Range<Int>
    /// How many values it holds, itself included and aliases written out.
    var size: Int

    /// What a value is.
    enum Content: Sendable {
        /// A single value. Only a plain one can be a number, a flag or nothing; a quoted one is always text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        /// Members in the order of the file, each key once.
        case mapping([YAMLEntry])
        /// Something that was reported as an error; whoever decodes it says nothing more.
        case invalid
    }

    /// Whether it is nothing: an empty plain value, `~` or `null`.
    var isNull: Bool {
        if case .scalar(let text, isPlain: true) = content { text.isEmpty || text == "~" || text == "null" } else { false }
    }

    /// The members of a mapping; `nil` for anything else.
    var entries: [YAMLEntry]? {
        if case .mapping(let entries) = content { entries } else { nil }
    }

    /// The items of a list; `nil` for anything else.
    var items: [YAMLNode]? {
        if case .sequence(let items) = content { items } else { nil }
    }

    /// The text of a single value; `nil` for anything else.
    var scalar: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// The value under a key of a mapping.
    subscript(key: String) -> YAMLNode? { entries?.first { $0.key == key }?.value }
}

/// One member of a mapping.
struct YAMLEntry: Sendable {
    /// The key.
    var key: String
    /// Where the key begins.
    var keyLocation: SourceLocation
    /// The value.
    var value: YAMLNode
}
