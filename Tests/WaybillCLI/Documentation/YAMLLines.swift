/// The lines of a block of YAML, as somebody sees them who edits by hand: which keys there are, and which lines are below each.
struct YAMLLines {
    private var lines: [Substring]

    init(_ text: String) {
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
    }

    private init(_ lines: ArraySlice<Substring>) { self.lines = Array(lines) }

    var text: String { lines.map { $0 + "\n" }.joined() }

    /// The lines with a change made: each of its keys in the place of the same one, or behind the others where it is new.
    ///
    /// Where a key has members in both, the change goes on among those. What the change does not show stays.
    func with(_ change: YAMLLines) -> YAMLLines {
        var result = self
        for entry in change.entries {
            guard let old = result.entries.first(where: { result.key($0) == change.key(entry) }) else {
                result.lines.insert(contentsOf: change.lines[entry], at: result.entries.last?.upperBound ?? result.lines.count)
                continue
            }
            if let members = result.members(of: old), let others = change.members(of: entry) {
                result.lines.replaceSubrange(old.dropFirst(), with: members.with(others).lines)
            } else {
                result.lines.replaceSubrange(old, with: change.lines[entry])
            }
        }
        return result
    }

    /// The lines of each key of the outermost mapping, without comments before and behind them.
    private var entries: [Range<Int>] {
        var entries: [Range<Int>] = []
        for (place, line) in lines.enumerated() where Self.hasContent(line) {
            if let last = entries.last, Self.indent(of: line) > Self.indent(of: lines[last.lowerBound]) {
                entries[entries.count - 1] = last.lowerBound..<place + 1
            } else {
                entries.append(place..<place + 1)
            }
        }
        return entries
    }

    /// What is below a key that has a mapping over lines of its own; `nil` where its value is anything else.
    private func members(of entry: Range<Int>) -> YAMLLines? {
        let head = lines[entry.lowerBound].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard head.count == 2, !Self.hasContent(head[1]) else { return nil }
        let below = YAMLLines(lines[entry.dropFirst()])
        let isList = below.lines.first(where: Self.hasContent)?.drop { $0 == " " }.hasPrefix("- ") ?? true
        return isList ? nil : below
    }

    private func key(_ entry: Range<Int>) -> Substring { lines[entry.lowerBound].drop { $0 == " " }.prefix { $0 != ":" } }

    private static func indent(of line: Substring) -> Int { line.prefix { $0 == " " }.count }

    /// Whether there is anything but blanks and a comment.
    private static func hasContent(_ text: Substring) -> Bool { text.drop { $0 == " " }.first.map { $0 != "#" } ?? false }
}
