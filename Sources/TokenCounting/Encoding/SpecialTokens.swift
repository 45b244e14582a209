/// Tokens that stand for no text, such as `<|endoftext|>`, and their names.
struct SpecialTokens: Sendable {
    /// The id of each name.
    ///
    /// Two names may share an id.
    private let ids: [String: Int]
    private let names: [Int: String]
    /// Whether a name begins with each byte.
    private let isFirst: [Bool]
    /// The names as a tree, from node 0: the node that a byte leads to, by the node before and the byte.
    private let branches: [Int: Int]
    /// The ids of the nodes at which names end.
    private let ends: [Int: Int]

    init(_ ids: [String: Int]) {
        self.ids = ids
        names = Dictionary(ids.map { ($0.value, $0.key) }) { min($0, $1) }
        var isFirst = [Bool](repeating: false, count: 256)
        var branches: [Int: Int] = [:]
        var ends: [Int: Int] = [:]
        for (name, id) in ids where !name.isEmpty {
            isFirst[Int(name.utf8[name.startIndex])] = true
            var node = 0
            for byte in name.utf8 {
                let branch = Self.branch(node, byte)
                node = branches[branch] ?? branches.count + 1
                branches[branch] = node
            }
            ends[node] = id
        }
        (self.isFirst, self.branches, self.ends) = (isFirst, branches, ends)
    }

    private static func branch(_ node: Int, _ byte: UInt8) -> Int { node << 8 | Int(byte) }

    /// The id after all others.
    var end: Int { (ids.values.max() ?? -1) + 1 }

    /// The name of a special token.
    func name(of id: Int) -> String? { names[id] }

    /// The id of a special token.
    func id(of name: String) -> Int? { ids[name] }

    // MARK: In a text

    /// What was found in a text.
    private enum Finding {
        /// A name, and the token that it stands for.
        case token(Int, Range<Int>)
        /// What may become a name, or a longer one, if more text comes; it begins here and reaches to the end.
        case open(Int)
        case nothing
    }

    /// Hands out the special tokens that a text names, the longest where several names begin, and the text between them.
    ///
    /// - Parameters:
    ///   - searched: Up to where it is known that no name begins.
    ///   - isEnd: Whether no more text comes, which could make a name of what begins like one.
    /// - Returns: The text after the last token, up to where a name may begin that is not whole.
    func takeTokens(in text: UnsafeBufferPointer<UInt8>, searched: Int = 0, isEnd: Bool = true, _ take: (TextPart) -> Void) -> Range<Int> {
        var start = 0
        while true {
            switch first(in: text, from: max(start, searched), isEnd: isEnd) {
            case .nothing: return start..<text.count
            case .open(let place): return start..<place
            case .token(let id, let range):
                if start < range.lowerBound { take(.text(UnsafeBufferPointer(rebasing: text[start..<range.lowerBound]))) }
                take(.special(id))
                start = range.upperBound
            }
        }
    }

    private func first(in text: UnsafeBufferPointer<UInt8>, from start: Int, isEnd: Bool) -> Finding {
        for position in start..<text.count where isFirst[Int(text[position])] {
            let finding = longest(in: text, at: position, isEnd: isEnd)
            if case .nothing = finding { continue }
            return finding
        }
        return .nothing
    }

    private func longest(in text: UnsafeBufferPointer<UInt8>, at start: Int, isEnd: Bool) -> Finding {
        var (node, end) = (0, start)
        var found = Finding.nothing
        while end < text.count {
            guard let next = branches[Self.branch(node, text[end])] else { return found }
            node = next
            end += 1
            if let id = ends[node] { found = .token(id, start..<end) }
        }
        // A name that no other begins with is whole; others may grow.
        return isEnd || isLeaf(node) ? found : .open(start)
    }

    private func isLeaf(_ node: Int) -> Bool {
        ends[node] != nil && !(UInt8.min...UInt8.max).contains { branches[Self.branch(node, $0)] != nil }
    }
}

/// A part of a text that is encoded by itself.
enum TextPart {
    /// Valid UTF-8 in which nothing is special.
    case text(UnsafeBufferPointer<UInt8>)
    /// The name of the special token with this id.
    case special(Int)
}
