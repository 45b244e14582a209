/// A set of Unicode scalars, as a class in a pattern means it.
struct ScalarSet: Sendable, Hashable {
    /// What is in the set, in order; no two of these touch.
    private(set) var ranges: [ClosedRange<UInt32>]

    private static let last: UInt32 = 0x10_ffff

    init(_ ranges: [ClosedRange<UInt32>]) {
        self.ranges = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let previous = self.ranges.last, range.lowerBound <= previous.upperBound + 1 {
                let end = max(previous.upperBound, range.upperBound)
                self.ranges[self.ranges.count - 1] = previous.lowerBound...end
            } else {
                self.ranges.append(range)
            }
        }
    }

    init(_ scalar: UInt32) { ranges = [scalar...scalar] }

    /// Everything else.
    var inverted: ScalarSet {
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges {
            if range.lowerBound > next { gaps.append(next...range.lowerBound - 1) }
            next = range.upperBound + 1
        }
        if next <= Self.last { gaps.append(next...Self.last) }
        return ScalarSet(gaps)
    }

    func contains(_ scalar: UInt32) -> Bool {
        for range in ranges {
            if scalar < range.lowerBound { return false }
            if scalar <= range.upperBound { return true }
        }
        return false
    }

    /// The digits: `\d`.
    static let digits = ScalarSet([0x30...0x39])
    /// Letters, digits and the underscore: `\w`.
    static let word = ScalarSet([0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    /// White space and line terminators: `\s`.
    static let space = ScalarSet([
        0x09...0x0d, 0x20...0x20, 0xa0...0xa0, 0x1680...0x1680, 0x2000...0x200a, 0x2028...0x2029, 0x202f...0x202f, 0x205f...0x205f,
        0x3000...0x3000, 0xfeff...0xfeff,
    ])
    /// All but line terminators: `.`.
    static let anyButLineEnds = ScalarSet([0x0a...0x0a, 0x0d...0x0d, 0x2028...0x2029]).inverted
}
