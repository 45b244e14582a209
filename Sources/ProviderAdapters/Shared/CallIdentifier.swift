/// Ids of tool calls, brought to a length that an API accepts.
///
/// A conversation may go from one provider to another, whose ids are shorter. A call and its results are changed alike, and the same id
/// always becomes the same, so that the cached prefix stays.
enum CallIdentifier {
    /// The longest id that OpenAI's APIs accept.
    static let longest = 64

    /// The id itself where it is accepted, else one made from it.
    static func accepted(_ id: String) -> String {
        guard !isAccepted(id) else { return id }
        return "call_" + hexadecimal(hash(id, seed: 0xcbf2_9ce4_8422_2325)) + hexadecimal(hash(id, seed: 0x9e37_79b9_7f4a_7c15))
    }

    /// Whether an id can be sent as it is.
    static func isAccepted(_ id: String) -> Bool {
        // No scalar has less than a byte.
        !id.isEmpty && (id.utf8.count <= longest || id.unicodeScalars.count <= longest)
    }

    /// FNV-1a: the same in every process.
    private static func hash(_ text: String, seed: UInt64) -> UInt64 {
        text.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    }

    private static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
