import WaybillInterchange

/// A candidate in a weighted choice: draws a lot for each request key, and the smallest lot goes first.
///
/// Weighted rendezvous hashing: of all keys a candidate comes first for just the share that its weight is of all weights. A lot hangs on nothing
/// but the key, the candidate and its own weight, so that where a weight changes only keys from or to that candidate move. All of it is whole
/// numbers: every machine draws the same.
struct WeightedDraw: Sendable {
    /// The candidate's weight.
    let weight: Int
    /// What tells its lots from those of others.
    private let salt: UInt64

    init(of model: ModelName, in workload: Workload, weight: Int) {
        self.weight = weight
        salt = nameHash("\(workload)\n\(model)")
    }

    /// The candidate's lot for a request.
    func lot(for key: UInt64) -> Lot {
        var random = SeededGenerator(seed: key ^ salt)
        return Lot(length: exponential(random.next()), weight: UInt64(max(0, weight)))
    }

    /// What a candidate drew: an exponential variate, to be divided by the weight.
    struct Lot: Sendable, Comparable {
        fileprivate let length: UInt64
        fileprivate let weight: UInt64

        static func < (left: Lot, right: Lot) -> Bool {
            guard left.weight > 0, right.weight > 0 else { return left.weight > 0 && right.weight == 0 }
            // left.length / left.weight < right.length / right.weight, without a rounding.
            return left.length.multipliedFullWidth(by: right.weight) < right.length.multipliedFullWidth(by: left.weight)
        }

        static func == (left: Lot, right: Lot) -> Bool { !(left < right) && !(right < left) }
    }
}

/// The negative binary logarithm of `(uniform + 1) / 2⁶⁴`, in parts of 2³²: evenly distributed numbers become exponentially distributed ones.
private func exponential(_ uniform: UInt64) -> UInt64 {
    let fractionBits = 32
    guard uniform < .max else { return 0 }
    let number = uniform + 1
    let shift = number.leadingZeroBitCount
    // The mantissa, between 1 and 2 in parts of 2⁶³; each squaring brings one more bit of its logarithm.
    var mantissa = number << UInt64(shift)
    var logarithm = UInt64(63 - shift)
    for _ in 0..<fractionBits {
        let square = mantissa.multipliedFullWidth(by: mantissa)
        let isTwoOrMore = square.high >> 63 == 1
        mantissa = isTwoOrMore ? square.high : square.high << 1 | square.low >> 63
        logarithm = logarithm << 1 | (isTwoOrMore ? 1 : 0)
    }
    return 64 << UInt64(fractionBits) - logarithm
}
