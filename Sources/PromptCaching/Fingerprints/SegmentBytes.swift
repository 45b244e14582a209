import WaybillInterchange

/// The bytes that a segment is fingerprinted by: every text with what it is and how long, so that no two segments have the same.
struct SegmentBytes: PromptReader {
    private(set) var bytes: [UInt8] = []
    /// How many of them are the segment's own, not what frames them.
    private(set) var contentCount = 0

    /// Begins another segment.
    mutating func begin(_ kind: PromptSegment.Kind) {
        // A turn is the same turn wherever it stands: what precedes it is in the chain.
        begin(kind.tag)
    }

    /// Begins what goes by this name.
    mutating func begin(_ tag: String) {
        bytes.removeAll(keepingCapacity: true)
        contentCount = 0
        append(tag)
    }

    mutating func read(_ text: String, at field: PromptField) {
        begin(field, text.utf8.count)
        bytes.append(contentsOf: text.utf8)
    }

    mutating func read(_ bytes: [UInt8], at field: PromptField) {
        begin(field, bytes.count)
        self.bytes += bytes
    }

    /// The fingerprint of a prompt that goes on with this segment.
    func fingerprint(after start: PromptFingerprint) -> PromptFingerprint {
        var hash = SHA256()
        hash.update(start.bytes)
        hash.update(bytes)
        return PromptFingerprint(hash.finalize())
    }

    private mutating func begin(_ field: PromptField, _ count: Int) {
        append(field.member.rawValue)
        append(UInt64(field.index ?? 0))
        append(UInt64(count))
        contentCount += count
    }

    private mutating func append(_ name: String) {
        bytes.append(UInt8(truncatingIfNeeded: name.utf8.count))
        bytes.append(contentsOf: name.utf8)
    }

    private mutating func append(_ number: UInt64) {
        withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

extension PromptSegment.Kind {
    /// What kind of segment it is, wherever it stands.
    fileprivate var tag: String {
        switch self {
        case .reference: "reference"
        case .turn: "turn"
        default: path
        }
    }
}
