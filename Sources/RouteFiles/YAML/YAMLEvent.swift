/// One event of libyaml's parser.
struct YAMLEvent {
    /// What happened.
    var kind: Kind
    /// The stretch of the text that the event stands for, in scalars from 0.
    var range: Range<Int>

    /// What happened.
    enum Kind {
        case streamStart
        case streamEnd
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(String, isPlain: Bool, Properties)
        case sequenceStart(Properties)
        case sequenceEnd
        case mappingStart(Properties)
        case mappingEnd
    }

    /// What may stand before a value.
    struct Properties {
        var anchor: String?
        var tag: String?
    }
}

/// Text that is not YAML, in libyaml's words.
struct YAMLSyntaxError: Error, Hashable {
    /// What libyaml says is wrong.
    var problem: String
    /// What libyaml was reading.
    var context: String?
    /// Where it is wrong, in scalars from 0.
    var offset: Int
    /// Where what it was reading began.
    var contextOffset: Int?
}
