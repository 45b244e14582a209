/// A part of a memo: a table of fixed size, in which a text has two places and pushes out the older of those that are there.
struct TextCountShard {
    /// How many texts it keeps.
    static let size = 1_024

    private struct Entry {
        var low: UInt64 = 0
        var high: UInt64 = 0
        var expected: UInt32 = 0
        var lower: UInt32 = 0
        var upper: UInt32 = 0

        func holds(_ fingerprint: TextFingerprint) -> Bool { low == fingerprint.low && high == fingerprint.high }
    }

    /// The memory of one that has been used.
    static var bytes: Int { size * MemoryLayout<Entry>.stride }

    /// Empty until the first count comes.
    private var entries: [Entry] = []

    private func place(of fingerprint: TextFingerprint) -> Int {
        Int(truncatingIfNeeded: fingerprint.low & UInt64(Self.size / 2 - 1)) * 2
    }

    mutating func find(_ fingerprint: TextFingerprint) -> TokenEstimate? {
        guard !entries.isEmpty else { return nil }
        let place = place(of: fingerprint)
        if !entries[place].holds(fingerprint) {
            guard entries[place + 1].holds(fingerprint) else { return nil }
            entries.swapAt(place, place + 1)
        }
        let entry = entries[place]
        return TokenEstimate(lower: Int(entry.lower), expected: Int(entry.expected), upper: Int(entry.upper))
    }

    /// Keeps a count, unless it is too large to be kept.
    mutating func put(_ fingerprint: TextFingerprint, _ count: TokenEstimate) {
        guard let expected = UInt32(exactly: count.expected), let lower = UInt32(exactly: count.lower),
            let upper = UInt32(exactly: count.upper)
        else { return }
        if entries.isEmpty { entries = [Entry](repeating: Entry(), count: Self.size) }
        let place = place(of: fingerprint)
        if !entries[place].holds(fingerprint) { entries[place + 1] = entries[place] }
        entries[place] = Entry(low: fingerprint.low, high: fingerprint.high, expected: expected, lower: lower, upper: upper)
    }
}
