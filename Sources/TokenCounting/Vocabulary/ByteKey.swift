/// Up to 16 bytes of text in two registers, to be compared and hashed.
struct ByteKey: Equatable {
    static let size = 16

    /// The first eight bytes, the first of them lowest.
    var low: UInt64
    /// The others.
    var high: UInt64

    /// The `count` bytes at `bytes`.
    ///
    /// All 16 are read if they lie before `readable`.
    @inline(__always)
    init(_ bytes: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        if bytes + Self.size <= readable {
            self.init(reading: bytes, count: count)
        } else {
            self.init(copying: bytes, count: count)
        }
    }

    /// The first `count` of 16 bytes that can all be read.
    @inline(__always)
    init(reading bytes: UnsafePointer<UInt8>, count: Int) {
        let raw = UnsafeRawPointer(bytes)
        let bits = count &* 8
        // A shift by 64 and more gives 0, and `&- 1` then all bits.
        low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self)) & ((1 << bits) &- 1)
        high = UInt64(littleEndian: (raw + 8).loadUnaligned(as: UInt64.self)) & ((1 << max(bits &- 64, 0)) &- 1)
    }

    /// For the last bytes of a text, after which nothing may be read.
    @inline(never)
    private init(copying bytes: UnsafePointer<UInt8>, count: Int) {
        low = 0
        high = 0
        for index in 0..<min(count, 8) { low |= UInt64(bytes[index]) &<< UInt64(index * 8) }
        for index in 8..<max(count, 8) { high |= UInt64(bytes[index]) &<< UInt64((index - 8) * 8) }
    }

    @inline(__always)
    init(low: UInt64, high: UInt64) {
        self.low = low
        self.high = high
    }

    /// A hash whose higher bits are the best.
    @inline(__always)
    var hash: UInt64 {
        let product = (low ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: high ^ 0xa076_1d64_78bd_642f)
        return (product.high ^ product.low) &* 0xd6e8_feb8_6659_fd93
    }
}

extension UnsafePointer<UInt8> {
    /// A hash of `count` bytes, at least 8, whose higher bits are the best.
    func hash(count: Int) -> UInt64 {
        let raw = UnsafeRawPointer(self)
        var hash = UInt64(truncatingIfNeeded: count) &* 0xd6e8_feb8_6659_fd93
        var position = 0
        while position &+ 8 < count {
            hash = Self.mixed(hash, (raw + position).loadUnaligned(as: UInt64.self))
            position &+= 8
        }
        // The last eight bytes, some of which were taken already.
        return Self.mixed(hash, (raw + (count &- 8)).loadUnaligned(as: UInt64.self)) &* 0xd6e8_feb8_6659_fd93
    }

    @inline(__always)
    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ 0xa076_1d64_78bd_642f).multipliedFullWidth(by: UInt64(littleEndian: word) ^ 0xe703_7ed1_a0b4_28db)
        return product.high ^ product.low
    }

    /// Whether the `count` bytes here and there are the same; at least 8.
    func equals(_ other: UnsafePointer<UInt8>, count: Int) -> Bool {
        let (these, those) = (UnsafeRawPointer(self), UnsafeRawPointer(other))
        var position = 0
        while position &+ 8 < count {
            if these.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                != those.loadUnaligned(fromByteOffset: position, as: UInt64.self)
            {
                return false
            }
            position &+= 8
        }
        let last = count &- 8
        return these.loadUnaligned(fromByteOffset: last, as: UInt64.self) == those.loadUnaligned(fromByteOffset: last, as: UInt64.self)
    }
}
