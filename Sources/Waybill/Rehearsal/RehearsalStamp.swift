import WaybillInterchange

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
        var random = SeededGenerator(
            seed: UInt64(truncatingIfNeeded: number) &* 0x1_0000 &+ UInt64(truncatingIfNeeded: place))
        return prefix + Self.digits(random.next()) + Self.digits(random.next())
    }

    /// A number as sixteen digits.
    private static func digits(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
