/// How long the tokens are that begin with given bytes, so that the longest one is found in few look-ups.
///
/// A view of memory that ``Vocabulary`` owns and nobody writes to. Hashes may collide, so it can name lengths that do not exist.
struct PrefixTable {
    /// For the hash of two bytes: whether a token of two begins with them (bit 0), of three (bit 1).
    private let two: UnsafeMutablePointer<UInt8>
    /// For the hash of four bytes: whether a token of 4 (bit 0), 5, 6 or 7 (bit 3) begins with them.
    private let four: UnsafeMutablePointer<UInt8>
    /// For the hash of eight bytes: whether a token of 8 (bit 0) to 22 (bit 14) or more (bit 15) begins with them.
    private let eight: UnsafeMutablePointer<UInt16>
    /// For the hash of eight bytes: where in ``long`` the lengths are of the tokens of 23 and more that begin with them.
    private let longStarts: UnsafeMutablePointer<UInt32>
    /// Lengths, longest first, each list ended by 0.
    private let long: UnsafeMutablePointer<UInt16>

    private static let bits = 17
    private static let firstLong = 23
    private static let longBits = 12

    init(_ tokens: TokenTable) {
        two = .zeroed(1 << 16)
        four = .zeroed(1 << Self.bits)
        eight = .zeroed(1 << Self.bits)
        longStarts = .zeroed(1 << Self.longBits)
        var longLengths = [[UInt16]](repeating: [], count: 1 << Self.longBits)
        for token in 0..<UInt32(tokens.count) {
            let spelled = tokens[token]
            let start = UnsafeRawPointer(spelled.baseAddress!)
            switch spelled.count {
            case 1: break
            case 2, 3: two[Self.place2(start)] |= 1 << (spelled.count - 2)
            case 4...7: four[Self.place4(start)] |= 1 << (spelled.count - 4)
            case 8..<Self.firstLong: eight[Self.place8(start)] |= 1 << (spelled.count - 8)
            default:
                eight[Self.place8(start)] |= 1 << 15
                longLengths[Self.longPlace(start)].append(UInt16(spelled.count))
            }
        }
        var lists: [UInt16] = []
        for (place, lengths) in longLengths.enumerated() where !lengths.isEmpty {
            longStarts[place] = UInt32(lists.count)
            lists += Set(lengths).sorted(by: >) + [0]
        }
        long = .zeroed(lists.count + 1)
        long.update(from: lists, count: lists.count)
    }

    func deallocate() {
        two.deallocate()
        four.deallocate()
        eight.deallocate()
        longStarts.deallocate()
        long.deallocate()
    }

    @inline(__always)
    private static func place2(_ bytes: UnsafeRawPointer) -> Int {
        Int(UInt16(littleEndian: bytes.loadUnaligned(as: UInt16.self)))
    }

    @inline(__always)
    private static func place4(_ bytes: UnsafeRawPointer) -> Int {
        let word = UInt64(UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self)))
        return Int((word &* 0x9e37_79b9_7f4a_7c15) &>> UInt64(64 - bits))
    }

    @inline(__always)
    private static func place8(_ bytes: UnsafeRawPointer) -> Int {
        let word = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        let mixed = (word ^ word &>> 32) &* 0x9e37_79b9_7f4a_7c15
        return Int(mixed &>> UInt64(64 - bits))
    }

    @inline(__always)
    private static func longPlace(_ bytes: UnsafeRawPointer) -> Int { place8(bytes) >> (bits - longBits) }

    /// The longest token of at most `limit` bytes with which the text goes on.
    ///
    /// There is one for every byte.
    @inline(__always)
    func longest(_ tokens: TokenTable, _ text: UnsafePointer<UInt8>, limit: Int, readable: UnsafePointer<UInt8>) -> (
        token: UInt32, length: Int
    ) {
        let raw = UnsafeRawPointer(text)
        if limit >= 8 {
            var lengths = UInt32(eight[Self.place8(raw)])
            if lengths & 1 << 15 != 0, limit >= Self.firstLong, let found = longestLong(tokens, text, limit) { return found }
            lengths &= 0x7fff
            if limit < 22 { lengths &= (1 &<< UInt32(limit &- 7)) &- 1 }
            while lengths != 0 {
                let highest = 31 &- lengths.leadingZeroBitCount
                if let token = tokens.token(text, count: highest &+ 8, readable: readable) { return (token, highest &+ 8) }
                lengths &= ~(1 &<< UInt32(highest))
            }
        }
        if limit >= 4 {
            var lengths = UInt32(four[Self.place4(raw)])
            if limit < 7 { lengths &= (1 &<< UInt32(limit &- 3)) &- 1 }
            while lengths != 0 {
                let highest = 31 &- lengths.leadingZeroBitCount
                if let token = tokens.token(text, count: highest &+ 4, readable: readable) { return (token, highest &+ 4) }
                lengths &= ~(1 &<< UInt32(highest))
            }
        }
        if limit >= 2 {
            let lengths = two[Self.place2(raw)]
            if lengths & 2 != 0, limit >= 3, let token = tokens.token(text, count: 3, readable: readable) { return (token, 3) }
            if lengths & 1 != 0, let token = tokens.token(text, count: 2, readable: readable) { return (token, 2) }
        }
        return (tokens.token(text, count: 1, readable: readable)!, 1)
    }

    @inline(never)
    private func longestLong(_ tokens: TokenTable, _ text: UnsafePointer<UInt8>, _ limit: Int) -> (token: UInt32, length: Int)? {
        var index = Int(longStarts[Self.longPlace(UnsafeRawPointer(text))])
        while long[index] != 0 {
            let length = Int(long[index])
            if length <= limit, let token = tokens.token(text, count: length, readable: text + length) { return (token, length) }
            index += 1
        }
        return nil
    }
}
