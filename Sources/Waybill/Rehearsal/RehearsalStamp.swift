/// What tells one rehearsed answer from another: ids and the time.
///
/// The same number gives the same ids in every process.
package struct RehearsalStamp: Sendable, Hashable {
    /// Which request of its transport is answered, from 1.
    package var number: Int
    /// When, in seconds since 1970.
    package var created: Int

    /// Creates a stamp.
    package init(number: Int, created: Int) {
        self.number = number
        self.created = created
    }

    /// An id of 32 hexadecimal digits.
    ///
    /// - Parameter place: Tells things of one answer apart that have the same prefix.
    func id(_ prefix: String, _ place: Int = 0) -> String {
        var seed = UInt64(truncatingIfNeeded: number) &* 0x1_0000 &+ UInt64(truncatingIfNeeded: place)
        return prefix + Self.digits(&seed) + Self.digits(&seed)
    }

    /// Sixteen digits that look random (SplitMix64).
    private static func digits(_ seed: inout UInt64) -> String {
        seed &+= 0x9E37_79B9_7F4A_7C15
        var mixed = seed
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        let digits = String(mixed, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
