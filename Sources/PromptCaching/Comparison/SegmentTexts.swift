import WaybillInterchange

/// The texts of one segment, kept: for comparing two.
struct SegmentTexts: PromptReader, Sendable {
    private(set) var texts: [(field: PromptField, bytes: [UInt8])] = []

    /// The texts of a segment.
    init(_ kind: PromptSegment.Kind, of outline: PromptOutline) {
        outline.read(kind, by: &self)
    }

    mutating func read(_ text: String, at field: PromptField) { texts.append((field, Array(text.utf8))) }

    mutating func read(_ bytes: [UInt8], at field: PromptField) { texts.append((field, bytes)) }

    /// The texts of one member, such as all names.
    func all(_ member: PromptField.Member) -> [[UInt8]] { texts.filter { $0.field.member == member }.map(\.bytes) }
}
