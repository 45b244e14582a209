/// Two tokens side by side.
struct TokenPair: BitwiseCopyable, Hashable {
    var left: UInt32
    var right: UInt32

    /// Both in 41 bits, and never zero: there are at most ``TokenIndex/capacity`` tokens.
    @inline(__always)
    var packed: UInt64 { UInt64(left &+ 1) &<< 20 | UInt64(right) }

    /// A hash whose highest bits are the best.
    @inline(__always)
    var hash: UInt64 { packed &* 0x9e37_79b9_7f4a_7c15 }
}
