/// Between which scalars of East Asian scripts no token reaches, so that a piece can be cut there and its parts encoded by themselves.
///
/// These scripts write no spaces, so pieces are long and hardly ever come again; their parts are short words that do.
///
/// A view of memory that ``Vocabulary`` owns and nobody writes to. Hashes may collide, so it can miss a place to cut.
struct BoundaryTable {
    /// A bit for the hash of each two scalars that some token joins.
    private let joined: UnsafeMutablePointer<UInt64>
    private static let bits: UInt64 = 19

    /// The first bytes of three-byte scalars that are looked at: from U+3000.
    @inline(__always)
    private static func isLead(_ byte: UInt8) -> Bool { byte >= 0xe3 && byte < 0xf0 }

    init(_ tokens: TokenTable) {
        joined = .zeroed(1 << Int(Self.bits - 6))
        for token in 256..<UInt32(tokens.count) { add(tokens[token]) }
    }

    func deallocate() { joined.deallocate() }

    private func add(_ token: UnsafeBufferPointer<UInt8>) {
        // The beginning of the scalar before: that of the token, if it begins within one.
        var start = 0
        var lead = 1
        while lead < token.count {
            let byte = token[lead]
            if byte >= 0xc0 || byte < 0x80 {
                // The scalar before may have begun before the token, and this one may end after it.
                if Self.isLead(byte) {
                    if token[start] < 0xc0, token[start] >= 0x80 {
                        set(UInt64(token[lead - 1]) | UInt64(byte) << 8)
                    } else if Self.isLead(token[start]) {
                        let first = token.baseAddress! + start
                        set(token.count - start < 6 ? Self.firstKey(first) : Self.key(first))
                    }
                }
                start = lead
            }
            lead += 1
        }
    }

    private func set(_ key: UInt64) {
        let place = Self.place(key)
        joined[place >> 6] |= 1 << UInt64(place & 63)
    }

    @inline(__always)
    private func isSet(_ key: UInt64) -> Bool {
        let place = Self.place(key)
        return joined[place &>> 6] & 1 &<< UInt64(place & 63) != 0
    }

    @inline(__always)
    private static func place(_ key: UInt64) -> Int {
        Int(truncatingIfNeeded: ((key &+ 1) &* 0x9e37_79b9_7f4a_7c15) &>> (64 - bits))
    }

    /// Two scalars.
    @inline(__always)
    private static func key(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        let raw = UnsafeRawPointer(bytes)
        return firstKey(bytes) | UInt64(UInt16(littleEndian: (raw + 4).loadUnaligned(as: UInt16.self))) &<< 32
    }

    /// A scalar and the first byte of the next.
    @inline(__always)
    private static func firstKey(_ bytes: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(UInt32(littleEndian: UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)))
    }

    /// Whether the piece ends in one of these scripts, as those do that can be cut.
    @inline(__always)
    func mayCut(_ piece: UnsafePointer<UInt8>, count: Int) -> Bool { count >= 6 && Self.isLead(piece[count &- 3]) }

    /// Where the first part of a piece ends.
    ///
    /// All of the piece, if nothing is known to cut it.
    @inline(__always)
    func firstCut(_ piece: UnsafePointer<UInt8>, count: Int) -> Int {
        guard mayCut(piece, count: count) else { return count }
        var position = 0
        while position &+ 6 <= count {
            let scalar = piece + position
            guard Self.isLead(scalar[0]) else {
                position &+= UTF8Scalar.length(lead: scalar[0])
                continue
            }
            position &+= 3
            guard Self.isLead(scalar[3]) else { continue }
            let first = Self.firstKey(scalar)
            if !isSet(Self.key(scalar)), !isSet(first), !isSet(first &>> 16) { return position }
        }
        return count
    }
}
