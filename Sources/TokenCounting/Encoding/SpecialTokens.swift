/// Tokens that no merges make and that are found by their names, before a text is cut into pieces.
///
/// Most stand for no text, such as `<|endoftext|>`; a tokenizer file can also have some that are text, such as `<tool_call>`.
struct SpecialTokens: Sendable {
    /// A token and its name.
    struct Token {
        let name: String
        let id: Int
        /// Whether it stands for no text, so that it is only found where special tokens are asked for.
        var isSpecial = true
    }

    /// The name of each token; two names may share an id.
    private let names: [Int: String]
    /// The id after all others.
    let end: Int
    private let specialIDs: Set<Int>
    private let hasOthers: Bool
    /// The tokens whose names are text: found, so that no other name is found in them, but not handed out.
    private var passedOver: Set<Int> = []
    /// Whether a name begins with each byte.
    private let isFirst: [Bool]
    /// The names as a tree, from node 0: the node that a byte leads to, by the node before and the byte.
    private let branches: [Int: Int]
    /// The ids of the nodes at which names end.
    private let ends: [Int: Int]

    init(_ ids: [String: Int]) {
        self.init(ids.map { Token(name: $0.key, id: $0.value) })
    }

    /// Finds these tokens.
    ///
    /// - Parameter names: The names of ids, if there are others than those of the tokens.
    init(_ tokens: [Token], names: [Int: String]? = nil) {
        self.names = names ?? Dictionary(tokens.map { ($0.id, $0.name) }) { min($0, $1) }
        end = (self.names.keys.max() ?? -1) + 1
        specialIDs = Set(tokens.lazy.filter(\.isSpecial).map(\.id))
        hasOthers = tokens.contains { !$0.isSpecial }
        var isFirst = [Bool](repeating: false, count: 256)
        var branches: [Int: Int] = [:]
        var ends: [Int: Int] = [:]
        for token in tokens where !token.name.isEmpty {
            isFirst[Int(token.name.utf8[token.name.startIndex])] = true
            var node = 0
            for byte in token.name.utf8 {
                let branch = Self.branch(node, byte)
                node = branches[branch] ?? branches.count + 1
                branches[branch] = node
            }
            ends[node] = token.id
        }
        (self.isFirst, self.branches, self.ends) = (isFirst, branches, ends)
    }

    /// The tokens to look for where special ones are text; `nil` if there are no others.
    var inText: SpecialTokens? {
        guard hasOthers else { return nil }
        var tokens = self
        tokens.passedOver = specialIDs
        return tokens
    }

    private static func branch(_ node: Int, _ byte: UInt8) -> Int { node << 8 | Int(byte) }

    /// The name of a special token.
    func name(of id: Int) -> String? { names[id] }

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
        var searched = searched
        while true {
            switch first(in: text, from: searched, isEnd: isEnd) {
            case .nothing: return start..<text.count
            case .open(let place): return start..<place
            case .token(let id, let range):
                searched = range.upperBound
                if passedOver.contains(id) { continue }
                if start < range.lowerBound { take(.text(UnsafeBufferPointer(rebasing: text[start..<range.lowerBound]))) }
                take(.special(id))
                start = range.upperBound
            }
        }
    }

    /// Gives the tokens that a whole text names, and the text between them.
    func forEachPart(of text: UnsafeBufferPointer<UInt8>, _ body: (TextPart) -> Void) {
        let rest = takeTokens(in: text, body)
        if !rest.isEmpty { body(.text(UnsafeBufferPointer(rebasing: text[rest]))) }
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
