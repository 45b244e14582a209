/// How the value of a field is written.
///
/// A record is a list of fields, each with its number and its kind, so that a reader can pass over what it does not know: a field can be added
/// without a new version of anything.
enum FieldKind: UInt8 {
    /// A whole number, seven bits a byte, the low ones first; signed numbers are zigzagged. A word of ``WordBook`` is its number there.
    case number
    /// Eight bytes, the low ones first.
    case fixed
    /// Twice a length, and one more for a word of ``WordBook`` that is written out, then so many bytes.
    case bytes
    /// Fields, up to the end of the group.
    case group
}

/// What a record's bytes do wrong.
struct FieldFault: Error, Equatable {
    /// Where, from the record's first byte.
    var offset: Int
    /// What is wrong there.
    var what: String
}
