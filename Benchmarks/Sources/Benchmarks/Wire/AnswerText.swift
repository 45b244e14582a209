/// The text of answers, token by token.
enum AnswerText {
    private static let tokens = [
        "Your", " order", " 12", "07", " left", " our", " ware", "house", " on", " Tuesday", " and", " should", " reach", " you", " by",
        " Friday", ".", " The", " carrier", " is", " \\\"", "Swift", " Post", "\\\"", ";", " you", " can", " follow", " the", " parcel",
        " with", " its", " number", " —", " we", " sent", " it", " by", " e", "-mail", ".\\n\\n",
    ]

    /// The n-th token, as it stands within a JSON string.
    static func token(_ index: Int) -> String { tokens[index % tokens.count] }

    /// The first tokens together, as they stand within a JSON string.
    static func text(of count: Int) -> String { (0..<count).map(token).joined() }
}
