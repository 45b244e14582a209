public import WaybillInterchange
import WaybillTokenCounting

/// What is kept of the texts of a prompt, by which the place is found at which another parts from it: hashes of their pieces or, only where that
/// is asked for, the texts themselves.
///
/// The hashes have a secret of their own in every process, so that nobody can try texts on them.
public struct PromptMarks: Sendable {
    /// What is kept of one text.
    struct Text: Sendable {
        /// What the text is.
        let field: UInt64
        let count: Int
        /// The hash of each piece of so many bytes.
        let pieces: [UInt32]
    }

    /// What is kept of a segment.
    enum Segment: Sendable {
        case hashes([Text])
        case texts(SegmentTexts)
    }

    /// Makes marks.
    public struct Maker: Sendable {
        fileprivate let keys = Fingerprinter.Keys()
        /// Whether the texts themselves are kept.
        public let keepsTexts: Bool

        /// Creates one with a secret of its own.
        public init(keepsTexts: Bool) { self.keepsTexts = keepsTexts }
    }

    /// How many bytes a piece has: a place is known as exactly as that.
    static let pieceSize = 32
    /// How many bytes of a prompt's texts are kept marks of.
    static let mostBytes = 65_536

    private let maker: Maker
    /// The marks of the first segments, each with its fingerprint.
    private let segments: [(fingerprint: PromptFingerprint, marks: Segment)]

    /// Marks the first segments of a prompt.
    ///
    /// - Parameters:
    ///   - count: How many, at the most.
    ///   - before: The marks of another prompt: what both begin with is not read again.
    public init(
        _ maker: Maker, of request: PreparedRequest, _ prompt: FingerprintedPrompt, first count: Int, reusing before: PromptMarks? = nil
    ) {
        self.maker = maker
        let outline = PromptOutline(request)
        var bytes = 0
        var segments: [(fingerprint: PromptFingerprint, marks: Segment)] = []
        for (place, segment) in prompt.segments.prefix(count).enumerated() {
            bytes += segment.byteCount
            guard bytes <= Self.mostBytes else { break }
            if let before, place < before.segments.count, before.segments[place].fingerprint == segment.fingerprint {
                segments.append(before.segments[place])
            } else {
                segments.append((segment.fingerprint, maker.marks(of: SegmentTexts(segment.kind, of: outline))))
            }
        }
        self.segments = segments
    }

    /// Where a segment of another prompt parts from the one in its place.
    ///
    /// - Returns: `nil` where no marks of it were kept.
    func parting(of kind: PromptSegment.Kind, at place: Int, in request: PreparedRequest) -> Parting? {
        guard segments.indices.contains(place) else { return nil }
        let texts = SegmentTexts(kind, of: PromptOutline(request))
        switch segments[place].marks {
        case .texts(let old): return Parting(PrefixParting(kind, old, texts, isLast: (false, false)).difference)
        case .hashes(let old): return maker.parting(of: kind, texts, from: old)
        }
    }

    /// The place at which a segment parts from what it was.
    struct Parting {
        /// The text.
        let path: String
        /// The first byte of it that is another, or may be.
        let byte: Int
        /// How many bytes from there hold the first that is another.
        let within: Int
        /// Why, where that can be seen.
        var cause: CacheDrop.Cause?
        /// The cause in a sentence.
        var explanation: String?
        var from: String?
        var to: String?
    }
}

extension PromptMarks.Parting {
    fileprivate init(_ difference: PrefixDifference) {
        self.init(
            path: difference.path, byte: difference.byte, within: 1, cause: CacheDrop.Cause(rawValue: difference.cause.rawValue),
            explanation: difference.explanation, from: difference.from, to: difference.to)
    }
}

extension PromptMarks.Maker {
    fileprivate func marks(of texts: SegmentTexts) -> PromptMarks.Segment {
        if keepsTexts { return .texts(texts) }
        return .hashes(
            texts.texts.map { text in
                PromptMarks.Text(field: number(of: text.field), count: text.bytes.count, pieces: pieces(of: text.bytes))
            })
    }

    /// Compares texts with the hashes of those in their place.
    fileprivate func parting(of kind: PromptSegment.Kind, _ texts: SegmentTexts, from old: [PromptMarks.Text]) -> PromptMarks.Parting? {
        let fields = texts.texts.map { number(of: $0.field) }
        if kind == .tools, fields != old.map(\.field), fields.sorted() == old.map(\.field).sorted() {
            return PromptMarks.Parting(
                path: kind.path, byte: 0, within: 1, cause: .toolOrder, explanation: "the same tools stand in another order")
        }
        for (place, text) in texts.texts.enumerated() {
            let path = text.field.path(in: kind)
            guard place < old.count, old[place].field == fields[place] else { return PromptMarks.Parting(path: path, byte: 0, within: 1) }
            let now = pieces(of: text.bytes)
            guard now != old[place].pieces || text.bytes.count != old[place].count else { continue }
            let same = zip(now, old[place].pieces).prefix { $0 == $1 }.count
            let byte = min(same * PromptMarks.pieceSize, text.bytes.count, old[place].count)
            let isSchema = text.field.member == .parameters || text.field.member == .schema
            return PromptMarks.Parting(
                path: path, byte: byte, within: PromptMarks.pieceSize, cause: isSchema ? .schemaChanged : nil,
                explanation: isSchema ? "another schema in \(path)" : nil)
        }
        return PromptMarks.Parting(path: kind.path, byte: 0, within: 1)
    }

    /// What a text is, in its prompt.
    private func number(of field: PromptField) -> UInt64 {
        var hash = Fingerprinter(keys, kind: UInt64(field.index ?? 0))
        hash.add(Array("\(field.member.rawValue) \(field.owner ?? "")".utf8))
        return hash.fingerprint.low
    }

    private func pieces(of bytes: [UInt8]) -> [UInt32] {
        stride(from: 0, to: bytes.count, by: PromptMarks.pieceSize)
            .map { start in
                var hash = Fingerprinter(keys, kind: UInt64(start))
                hash.add(Array(bytes[start..<min(start + PromptMarks.pieceSize, bytes.count)]))
                return UInt32(truncatingIfNeeded: hash.fingerprint.low)
            }
    }
}
