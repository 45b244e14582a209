/// SplitMix64: a small seeded generator, so that every random wait can be repeated from its seed.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Creates a generator; the same seed gives the same numbers.
    package init(seed: UInt64) { state = seed }

    /// The next number.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// A duration between zero and `bound`, every one as likely.
    package mutating func duration(upTo bound: Duration) -> Duration {
        let nanoseconds = Int64(bound / .nanoseconds(1))
        return nanoseconds > 0 ? .nanoseconds(Int64.random(in: 0...nanoseconds, using: &self)) : .zero
    }
}
