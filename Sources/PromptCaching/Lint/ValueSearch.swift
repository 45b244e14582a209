/// Finds a value as a whole word in texts, in a time that grows with their length alone (Knuth, Morris and Pratt).
struct ValueSearch {
    /// The name of the value in the request, such as `metadata.customer`.
    let name: String
    private let value: [UInt8]
    /// For each length of a beginning of the value, the longest shorter beginning that it ends with.
    private let fallbacks: [Int]

    /// Shorter values stand in every text.
    private static let shortest = 3
    private static let longest = 256

    /// A search; `nil` where the value is too short or too long to be looked for.
    init?(_ name: String, _ value: String) {
        guard (Self.shortest...Self.longest).contains(value.utf8.count) else { return nil }
        self.name = name
        self.value = Array(value.utf8)
        var fallbacks = [0, 0]
        var length = 0
        for place in self.value.indices.dropFirst() {
            while length > 0, self.value[place] != self.value[length] { length = fallbacks[length] }
            if self.value[place] == self.value[length] { length += 1 }
            fallbacks.append(length)
        }
        self.fallbacks = fallbacks
    }

    /// Where the value stands first.
    func first(in text: TextBytes) -> Range<Int>? {
        var length = 0
        for place in 0..<text.count {
            while length > 0, text[place] != value[length] { length = fallbacks[length] }
            if text[place] == value[length] { length += 1 }
            guard length == value.count else { continue }
            let start = place + 1 - length
            if !text.isWord(start - 1), !text.isWord(place + 1) { return start..<place + 1 }
            length = fallbacks[length]
        }
        return nil
    }
}
