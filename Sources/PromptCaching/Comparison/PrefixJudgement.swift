import WaybillInterchange
import WaybillTokenCounting

/// Why two segments of a kind differ, judged by their texts.
struct PrefixJudgement {
    let cause: PrefixCause
    let explanation: String

    /// - Parameters:
    ///   - field: The first text that differs.
    ///   - byte: Where in it.
    ///   - isLast: Whether the segment is the last of each prompt.
    init(
        _ kind: PromptSegment.Kind, _ field: PromptField, _ one: SegmentTexts, _ two: SegmentTexts, from: [UInt8], to: [UInt8], byte: Int,
        isSameField: Bool, isLast: (first: Bool, second: Bool)
    ) {
        let path = field.path(in: kind)
        switch kind {
        case .lateContext: (cause, explanation) = (.lateContext, "late_context differs, as it may")
        case .turn:
            (cause, explanation) =
                isLast.first && isLast.second
                ? (.otherConversation, "the last inputs differ, as they may")
                : (.turnChanged, "an earlier turn, \(path), is not what it was, or the conversations are different ones")
        default:
            let found =
                Self.tools(kind, field, one, two) ?? Self.order(kind, one, two) ?? Self.volatile(path, from, to, byte, isSameField)
                ?? Self.spelling(path, from, to, isSameField)
            (cause, explanation) = found ?? Self.content(kind, field, path)
        }
    }

    private typealias Finding = (PrefixCause, String)

    private static func tools(_ kind: PromptSegment.Kind, _ field: PromptField, _ one: SegmentTexts, _ two: SegmentTexts) -> Finding? {
        guard kind == .tools else { return nil }
        let (first, second) = (one.all(.name), two.all(.name))
        guard first == second else {
            let (before, after) = (Set(first), Set(second))
            if before == after { return (.toolOrder, "the same tools stand in another order") }
            let names = { (names: [[UInt8]]) in names.map { "'\(String(decoding: $0, as: UTF8.self))'" }.joined(separator: ", ") }
            let added = second.filter { !before.contains($0) }
            let removed = first.filter { !after.contains($0) }
            let changes = [added.isEmpty ? nil : "\(names(added)) added", removed.isEmpty ? nil : "\(names(removed)) taken away"]
            return (.toolsChanged, "other tools: \(changes.compactMap(\.self).joined(separator: ", "))")
        }
        return nil
    }

    private static func order(_ kind: PromptSegment.Kind, _ one: SegmentTexts, _ two: SegmentTexts) -> Finding? {
        guard kind == .examples, one.texts.count == two.texts.count, Set(one.texts.map(\.bytes)) == Set(two.texts.map(\.bytes)) else {
            return nil
        }
        return (.order, "the same examples stand in another order")
    }

    /// Something volatile at the place of the difference, in either text.
    private static func volatile(_ path: String, _ from: [UInt8], _ to: [UInt8], _ byte: Int, _ isSameField: Bool) -> Finding? {
        guard isSameField else { return nil }
        for text in [from, to] {
            let spots = text.withUnsafeBufferPointer { VolatileText.spots(in: $0, today: nil, values: [], atMost: 1_000) }
            guard let spot = spots.first(where: { $0.range.contains(byte) || $0.range.upperBound == byte }) else { continue }
            return (.volatileText, "\(spot.kind.words) in \(path)")
        }
        return nil
    }

    /// Texts that differ only in how they are written.
    private static func spelling(_ path: String, _ from: [UInt8], _ to: [UInt8], _ isSameField: Bool) -> Finding? {
        guard isSameField else { return nil }
        if from.filter({ $0 > 0x20 }) == to.filter({ $0 > 0x20 }) { return (.blanks, "only blanks and line breaks differ in \(path)") }
        let texts = [from, to].map { Normalization.nfc(String(decoding: $0, as: UTF8.self)) }
        if texts[0].utf8.elementsEqual(texts[1].utf8) { return (.unicode, "the same characters are composed otherwise in \(path)") }
        return nil
    }

    private static func content(_ kind: PromptSegment.Kind, _ field: PromptField, _ path: String) -> Finding {
        switch (kind, field.member) {
        case (_, .parameters), (_, .schema): (.schemaChanged, "another schema in \(path)")
        case (.tools, _): (.toolsChanged, "\(path) was changed")
        case (.output, _): (.outputChanged, "the form of the answer is another")
        default: (.textChanged, "\(path) was changed")
        }
    }
}
