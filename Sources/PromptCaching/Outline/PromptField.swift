/// What one text of a segment is.
struct PromptField: Sendable, Hashable {
    /// What the program named: the tool that the text belongs to.
    var owner: String?
    /// What it is.
    var member: Member
    /// Which one of several, from 0.
    var index: Int?

    /// The texts that prompts are made of.
    enum Member: String, Sendable, Hashable {
        /// All of its segment.
        case whole = ""
        case name, description, strict, parameters
        case type, schema
        case text
        case input, answer
        case title
        case role, phase, refusal, image, detail, file, audio, format
        case id, arguments
        case callID = "call_id"
        case issuer, wire
    }

    init(_ member: Member, owner: String? = nil, index: Int? = nil) {
        self.owner = owner
        self.member = member
        self.index = index
    }

    /// Its place in the JSON form of a request: `tools.order_status.description`, `conversation[4].content[0].text`.
    func path(in segment: PromptSegment.Kind) -> String {
        if let owner { return "\(segment.path).\(owner).\(member.rawValue)" }
        guard let index else { return member == .whole ? segment.path : "\(segment.path).\(member.rawValue)" }
        return segment == .examples
            ? "\(segment.path)[\(index)].\(member.rawValue)" : "\(segment.path).content[\(index)].\(member.rawValue)"
    }
}

/// What reads the texts of a segment, in their order.
protocol PromptReader {
    /// Takes a text.
    mutating func read(_ text: String, at field: PromptField)

    /// Takes bytes that are one text, or the content of an image or file.
    mutating func read(_ bytes: [UInt8], at field: PromptField)
}
