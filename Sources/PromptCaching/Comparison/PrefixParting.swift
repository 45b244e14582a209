import WaybillInterchange

/// The place at which two prompts part, found text by text.
struct PrefixParting {
    let difference: PrefixDifference
    /// What both have of the segment in which they part: its first texts, and the beginning of the one that differs.
    let sharedTexts: [(field: PromptField, bytes: [UInt8])]

    /// - Returns: `nil` where one prompt has nothing but what the other begins with.
    init?(_ first: PromptOutline, _ second: PromptOutline, sharedSegments: Int) {
        guard sharedSegments < first.kinds.count, sharedSegments < second.kinds.count else {
            // A turn more is a conversation that goes on; anything else that is there only once is not.
            guard let extra = (first.kinds + second.kinds).dropFirst(2 * sharedSegments).first, !extra.isTurn else { return nil }
            self.init(
                missing: extra, isInSecond: sharedSegments < second.kinds.count, in: sharedSegments < second.kinds.count ? second : first)
            return
        }
        let (one, two) = (first.kinds[sharedSegments], second.kinds[sharedSegments])
        guard one.isSameKind(as: two) else {
            let isInSecond = two.rank < one.rank
            self.init(missing: isInSecond ? two : one, isInSecond: isInSecond, in: isInSecond ? second : first)
            return
        }
        self.init(
            one, SegmentTexts(one, of: first), SegmentTexts(two, of: second),
            isLast: (sharedSegments == first.kinds.count - 1, sharedSegments == second.kinds.count - 1))
    }

    /// A segment that only one of the prompts has.
    private init(missing kind: PromptSegment.Kind, isInSecond: Bool, in outline: PromptOutline) {
        let text = SegmentTexts(kind, of: outline).texts.first { $0.field.member != .role && !$0.bytes.isEmpty }
        let shown = text.map { Excerpt($0.bytes, from: 0, to: $0.bytes.count).text }
        let cause = PrefixCause(missing: kind)
        difference = PrefixDifference(
            segment: kind, path: kind.path, byte: 0, line: 1, column: 1, from: isInSecond ? nil : shown, to: isInSecond ? shown : nil,
            cause: cause, explanation: "only the \(isInSecond ? "second" : "first") request has \(kind.path)")
        sharedTexts = []
    }

    /// A segment that both have.
    init(_ kind: PromptSegment.Kind, _ one: SegmentTexts, _ two: SegmentTexts, isLast: (first: Bool, second: Bool)) {
        let same = zip(one.texts, two.texts).prefix { $0.field == $1.field && $0.bytes == $1.bytes }.count
        var (left, right) = (one.texts.dropFirst(same).first, two.texts.dropFirst(same).first)
        // What only one of them has has nothing to be compared with.
        if let added = right, !one.texts.contains(where: { $0.field == added.field }) {
            left = nil
        } else if let removed = left, !two.texts.contains(where: { $0.field == removed.field }) {
            right = nil
        }
        let field = left?.field ?? right?.field ?? PromptField(.whole)
        let isSameField = left?.field == right?.field
        let (from, to) = (left?.bytes ?? [], right?.bytes ?? [])
        let byte = isSameField ? from.commonPrefix(with: to) : 0
        let tail = isSameField ? from.commonSuffix(with: to, notBefore: byte) : 0
        let place = TextPlace(byte: byte, in: from.isEmpty ? to : from)
        let judgement = PrefixJudgement(kind, field, one, two, from: from, to: to, byte: byte, isSameField: isSameField, isLast: isLast)
        difference = PrefixDifference(
            segment: kind, path: field.path(in: kind), byte: byte, line: place.line, column: place.column,
            from: left.map { Excerpt($0.bytes, from: byte, to: $0.bytes.count - tail).text },
            to: right.map { Excerpt($0.bytes, from: byte, to: $0.bytes.count - tail).text },
            cause: judgement.cause, explanation: judgement.explanation)
        sharedTexts = one.texts.prefix(same) + (isSameField ? [(field, Array(from.prefix(byte)))] : [])
    }
}

/// A few words of a text around what differs, on one line.
private struct Excerpt {
    let text: String

    /// How many bytes of a difference are shown, and how far the words at its ends are followed.
    private static let longest = 120
    private static let longestWord = 32

    init(_ bytes: [UInt8], from start: Int, to end: Int) {
        var (start, end) = (start, min(max(start, end), start + Self.longest))
        let (first, last) = (max(0, start - Self.longestWord), min(bytes.count, end + Self.longestWord))
        while start > first, bytes[start - 1] > 0x20 { start -= 1 }
        while end < last, bytes[end] > 0x20 { end += 1 }
        // No scalar is cut.
        while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
        while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
        text = String(decoding: bytes[start..<end], as: UTF8.self)
    }
}

extension [UInt8] {
    /// How many bytes both begin with, no scalar being cut.
    fileprivate func commonPrefix(with other: [UInt8]) -> Int {
        var count = zip(self, other).prefix { $0 == $1 }.count
        while count > 0, count < self.count, self[count] & 0xC0 == 0x80 { count -= 1 }
        return count
    }

    fileprivate func commonSuffix(with other: [UInt8], notBefore start: Int) -> Int {
        let longest = Swift.min(count, other.count) - start
        return zip(reversed(), other.reversed()).prefix(Swift.max(0, longest)).prefix { $0 == $1 }.count
    }
}

extension PromptSegment.Kind {
    fileprivate var isTurn: Bool {
        if case .turn = self { true } else { false }
    }

    /// The place of its kind in rendered order.
    var rank: Int {
        switch self {
        case .tools: 0
        case .output: 1
        case .instructions: 2
        case .examples: 3
        case .reference: 4
        // The late context stands before the turn that it belongs to.
        case .lateContext: 5
        case .turn: 6
        }
    }

    fileprivate func isSameKind(as other: PromptSegment.Kind) -> Bool { rank == other.rank }
}

extension PrefixCause {
    /// Why a prompt has a segment that another lacks.
    fileprivate init(missing kind: PromptSegment.Kind) {
        self =
            switch kind {
            case .tools: .toolsChanged
            case .output: .outputChanged
            case .lateContext: .lateContext
            case .turn: .otherConversation
            case .instructions, .examples, .reference: .textChanged
            }
    }
}
