import Waybill

/// Two prompts side by side: where they part, what they share, and segment by segment.
struct PrefixView {
    let comparison: PrefixComparison
    /// What the requests are called.
    let names: (first: String, second: String)
    let look: Look

    private let labelWidth = 11

    // MARK: For people

    var text: String {
        var facts = FactList()
        if let difference = comparison.difference {
            facts.add("first", shown(difference.from), look.red)
            facts.add("second", shown(difference.to), look.green)
            facts.add("cause", difference.explanation, look.yellow)
            if let fix = difference.cause.fix { facts.add("fix", fix) }
        }
        for setting in comparison.settings {
            let (from, to) = (setting.from ?? "not set", setting.to ?? "not set")
            facts.add("setting", "\(setting.name) differs, \(from) and \(to): nothing is shared, whatever the texts are", look.yellow)
        }
        facts.add("shared", shared)
        if comparison.isTooShort, let minimum = comparison.minimum {
            facts.add("too short", "fewer than \(minimum) tokens are not cached", look.yellow)
        }
        if let wire = comparison.wire {
            let end = wire.isSame ? "the bodies are the same" : "the bodies differ from byte \(wire.sharedBytes)"
            facts.add("wire", "sent to \(wire.model), \(end)")
        }
        return look.bold(headline) + "\n" + facts.text(indent: 2, labelWidth: labelWidth, look) + "\n" + segments
    }

    private var headline: String {
        switch comparison.relation {
        case .same: return "The prompts are the same."
        case .goesOn: return "\(names.second) goes on from \(names.first)."
        case .isBeginning: return "\(names.first) goes on from \(names.second)."
        case .parts:
            guard let difference = comparison.difference else { return "The prompts part." }
            return "The prompts part in \(difference.path), line \(difference.line), column \(difference.column) (byte \(difference.byte))."
        }
    }

    private var shared: String {
        let segments = "\(comparison.sharedSegments) of \(max(comparison.first.segments.count, comparison.second.segments.count)) segments"
        guard comparison.sharedBytes > 0 else { return "nothing" }
        return "about \(comparison.sharedTokens) tokens, \(comparison.sharedBytes) bytes of text; \(segments) whole"
    }

    /// Every segment of either, with its bytes.
    private var segments: String {
        var table = Table(columns: [.left, .left, .right, .right])
        table.add(["segment", "", "first", "second"].map { Table.Cell($0, look.dim) })
        let (first, second) = (comparison.first.segments, comparison.second.segments)
        for place in 0..<max(first.count, second.count) {
            let (one, two) = (first.dropFirst(place).first, second.dropFirst(place).first)
            let isShared = place < comparison.sharedSegments
            let state = isShared ? Table.Cell("shared", look.green) : Table.Cell("not shared", look.yellow)
            table.add([Table.Cell(name(one, two)), state, Table.Cell(bytes(one)), Table.Cell(bytes(two))])
        }
        return table.text(indent: 2, look)
    }

    private func name(_ one: PromptSegment?, _ two: PromptSegment?) -> String {
        let names = [one?.kind.path, two?.kind.path].compactMap(\.self)
        return names.count == 2 && names[0] == names[1] ? names[0] : names.joined(separator: " / ")
    }

    private func bytes(_ segment: PromptSegment?) -> String { segment.map { "\($0.byteCount)" } ?? "–" }

    /// Words of a prompt on one line, so that what cannot be seen is seen.
    private func shown(_ words: String?) -> String { words.map { JSONValue.string($0).text() } ?? "nothing" }

    // MARK: For programs

    var json: JSONValue {
        guard case .object(var object) = comparison.json else { return .null }
        if let difference = comparison.difference { object["difference"] = difference.fullJSON }
        return .object(object)
    }
}
