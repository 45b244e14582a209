import CWaybillTokenRanks

/// A vocabulary as `scripts/pack-token-ranks` packs it: the single bytes, and the two halves of each longer token, both lower ones.
///
/// It lies in the read-only data of the program, so any thread may read it at any time.
struct PackedRanks: @unchecked Sendable {
    /// The number of tokens.
    let count: Int
    /// The SHA-256 of the published file that it stands for.
    let digest: [UInt8]
    /// The bytes that the first 256 ids stand for.
    let singleBytes: [UInt8]
    private let halves: UnsafeRawBufferPointer
    private let width: Int

    private static let headerSize = 4 + 4 + 32 + 256

    init(_ data: waybill_data) {
        let bytes = UnsafeRawBufferPointer(start: data.bytes, count: data.count)
        precondition(bytes.count > Self.headerSize && bytes.prefix(4).elementsEqual("WTR1".utf8), "not a packed vocabulary")
        count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
        digest = Array(bytes[8..<40])
        singleBytes = Array(bytes[40..<Self.headerSize])
        halves = UnsafeRawBufferPointer(rebasing: bytes[Self.headerSize...])
        width = UInt32.bitWidth - UInt32(count - 1).leadingZeroBitCount
    }

    /// The ids of the two tokens that a token from 256 on is merged from.
    @inline(__always)
    func halves(of token: UInt32) -> TokenPair {
        let bit = Int(token &- 256) &* 2 &* width
        let bits = word(at: bit &>> 3) &>> UInt64(bit & 7)
        let mask: UInt64 = (1 &<< UInt64(width)) &- 1
        return TokenPair(left: UInt32(bits & mask), right: UInt32(bits &>> UInt64(width) & mask))
    }

    /// Eight bytes, or as many as there are.
    @inline(__always)
    private func word(at byte: Int) -> UInt64 {
        guard byte &+ 8 > halves.count else { return UInt64(littleEndian: halves.loadUnaligned(fromByteOffset: byte, as: UInt64.self)) }
        return halves[byte...].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    /// The ids of the two tokens that each token from 256 on is merged from.
    func merges() -> [TokenPair] { (256..<UInt32(count)).map { halves(of: $0) } }
}
