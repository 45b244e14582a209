import CWaybillTokenRanks

/// A vocabulary as `scripts/pack-token-ranks` packs it: the single bytes, and the two halves of each longer token.
struct PackedRanks {
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

    /// The ids of the two tokens that each token from 256 on is merged from.
    func merges() -> [TokenPair] {
        var bits: UInt64 = 0
        var filled = 0
        var position = 0
        let mask: UInt64 = (1 << UInt64(width)) - 1
        return [TokenPair](unsafeUninitializedCapacity: count - 256) { merges, written in
            for index in 0..<count - 256 {
                while filled < 2 * width {
                    bits |= UInt64(halves[position]) << UInt64(filled)
                    filled += 8
                    position += 1
                }
                merges.initializeElement(
                    at: index, to: TokenPair(left: UInt32(bits & mask), right: UInt32(bits >> UInt64(width) & mask)))
                bits >>= UInt64(2 * width)
                filled -= 2 * width
            }
            written = count - 256
        }
    }
}
