/// Tokens that stand for no text, such as `<|endoftext|>`, and their names.
struct SpecialTokens: Sendable {
    /// The id of each name.
    ///
    /// Two names may share an id.
    private let ids: [String: Int]
    private let names: [Int: String]
    /// The lengths of the names in bytes, longest first.
    private let lengths: [Int]
    /// The bytes with which names begin.
    private let firstBytes: Set<UInt8>

    init(_ ids: [String: Int]) {
        self.ids = ids
        names = Dictionary(ids.map { ($0.value, $0.key) }) { min($0, $1) }
        lengths = Set(ids.keys.map(\.utf8.count)).sorted(by: >)
        firstBytes = Set(ids.keys.compactMap(\.utf8.first))
    }

    /// The id after all others.
    var end: Int { (ids.values.max() ?? -1) + 1 }

    /// The name of a special token.
    func name(of id: Int) -> String? { names[id] }

    /// The id of a special token.
    func id(of name: String) -> Int? { ids[name] }

    /// A special token's name in a text.
    struct Match {
        let range: Range<Int>
        let id: Int
    }

    /// The first name in `text` from `start` on; the longest of those that begin there.
    func firstMatch(in text: UnsafeBufferPointer<UInt8>, from start: Int) -> Match? {
        for position in start..<text.count where firstBytes.contains(text[position]) {
            for length in lengths where position + length <= text.count {
                let name = String(decoding: text[position..<position + length], as: UTF8.self)
                if let id = ids[name] { return Match(range: position..<position + length, id: id) }
            }
        }
        return nil
    }
}
