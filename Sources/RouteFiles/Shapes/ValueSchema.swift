import WaybillInterchange

/// What a value in a settings file can be, as its decoder describes it.
///
/// It becomes a JSON Schema for editors and the tables of the documentation. A schema is never stricter than the decoder: what means something only
/// together with other values is left to `waybill check`.
indirect enum ValueSchema: Sendable {
    /// A value in the words of JSON Schema.
    ///
    /// - Parameter words: The same for people.
    case value(words: String, JSONObject)
    /// A list.
    case list(ValueSchema)
    /// A mapping with members of its own.
    case mapping(MappingSchema)
    /// A mapping from names of the operator's own.
    case entries(ValueSchema)
    /// Any of these.
    case either([ValueSchema])
    /// Another, with other words for people.
    case named(String, ValueSchema)
}

/// The members of a mapping.
struct MappingSchema: Sendable {
    /// One member.
    struct Member: Sendable {
        var key: String
        /// Whether the key goes on with a name of the operator's own.
        var isPrefix = false
        var schema: ValueSchema
        var isRequired = false
        /// What holds where it is left out.
        var usual: String?
        /// What it says, in plain words.
        var meaning: String
    }

    /// What the mapping is, as messages name it.
    var name: String
    /// The members in the order in which they are read.
    var members: [Member] = []
    /// Whether it can take everything over from another with `like`, so that no member must be there.
    var takesOver: Bool { members.contains { $0.key == "like" } }
}
