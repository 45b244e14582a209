import CWaybillTokenRanks

/// What Normalization Form C asks of each Unicode scalar, by the pinned version.
///
/// A view of `unicode-16.nfc`, whose form `scripts/make-unicode-tables` describes. Hangul is not in it, but computed.
struct NormalizationTable {
    private let bytes: UnsafeRawPointer
    private let numbers: Int
    private let records: Int
    private let mapped: Int
    private let pairs: Int
    private let pairCount: Int

    private static let blockBits: UInt32 = 7
    private static let headerSize = 16
    private static let indexSize = 0x11_0000 >> 7

    init() {
        let data = waybill_unicode_nfc()
        bytes = UnsafeRawPointer(data.bytes)
        func count(_ place: Int) -> Int {
            Int(UInt32(littleEndian: UnsafeRawPointer(data.bytes).load(fromByteOffset: 4 * place, as: UInt32.self)))
        }
        numbers = Self.headerSize + Self.indexSize
        records = numbers + count(0) * 256
        mapped = records + count(1) * 4
        pairs = mapped + count(2) * 4
        pairCount = count(3)
    }

    /// What is known of a scalar.
    struct Record {
        fileprivate let bits: UInt32

        /// The combining class: 0 for what marks are put on, else where a mark is put.
        @inline(__always)
        var combiningClass: UInt8 { UInt8(truncatingIfNeeded: bits) }

        /// Whether a text that holds it can be other than normal by it: it composes with what precedes, or is never part of a normal text.
        @inline(__always)
        var canChange: Bool { bits & 0x100 != 0 }

        /// Whether normal text goes on with it, whatever precedes.
        @inline(__always)
        var isBoundary: Bool { bits & 0x1ff == 0 }

        fileprivate var length: Int { Int(bits >> 9 & 0x7f) }
        fileprivate var place: Int { Int(bits >> 16) }
    }

    /// The record of a scalar.
    @inline(__always)
    subscript(scalar: UInt32) -> Record {
        let block = Int(bytes.load(fromByteOffset: Self.headerSize &+ Int(scalar &>> Self.blockBits), as: UInt8.self))
        let place = numbers &+ 2 &* (block &<< Int(Self.blockBits) &+ Int(scalar & 0x7f))
        let number = Int(UInt16(littleEndian: bytes.load(fromByteOffset: place, as: UInt16.self)))
        return Record(bits: word(records &+ 4 &* number))
    }

    @inline(__always)
    private func word(_ offset: Int) -> UInt32 { UInt32(littleEndian: bytes.load(fromByteOffset: offset, as: UInt32.self)) }

    /// Gives the scalars of a scalar's full canonical decomposition: itself, if it has none.
    func decompose(_ scalar: UInt32, _ body: (UInt32) -> Void) {
        if let syllable = HangulSyllable(scalar) { return syllable.decompose(body) }
        let record = self[scalar]
        guard record.length > 0 else { return body(scalar) }
        for place in record.place..<record.place + record.length { body(word(mapped + 4 * place)) }
    }

    /// The scalar that two compose into, if they do.
    func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        if let syllable = HangulSyllable.composed(first, second) { return syllable }
        let wanted = UInt64(first) << 32 | UInt64(second)
        var (low, high) = (0, pairCount)
        while low < high {
            let middle = (low + high) / 2
            let entry = pairs + 12 * middle
            let pair = UInt64(word(entry)) << 32 | UInt64(word(entry + 4))
            if pair == wanted { return word(entry + 8) }
            if pair < wanted { low = middle + 1 } else { high = middle }
        }
        return nil
    }
}

/// A syllable of Hangul, whose parts are computed (The Unicode Standard, section 3.12).
private struct HangulSyllable {
    private static let first: UInt32 = 0xAC00
    private static let count: UInt32 = 11_172
    private static let leading: Range<UInt32> = 0x1100..<0x1113
    private static let vowels: Range<UInt32> = 0x1161..<0x1176
    /// The first stands for no trailing consonant.
    private static let trailing: Range<UInt32> = 0x11A7..<0x11C3

    private let index: UInt32

    init?(_ scalar: UInt32) {
        index = scalar &- Self.first
        guard index < Self.count else { return nil }
    }

    func decompose(_ body: (UInt32) -> Void) {
        let (vowels, trailing) = (UInt32(Self.vowels.count), UInt32(Self.trailing.count))
        body(Self.leading.lowerBound + index / (vowels * trailing))
        body(Self.vowels.lowerBound + index / trailing % vowels)
        if index % trailing != 0 { body(Self.trailing.lowerBound + index % trailing) }
    }

    static func composed(_ first: UInt32, _ second: UInt32) -> UInt32? {
        let (vowelCount, trailingCount) = (UInt32(vowels.count), UInt32(trailing.count))
        if leading.contains(first), vowels.contains(second) {
            return Self.first + ((first - leading.lowerBound) * vowelCount + second - vowels.lowerBound) * trailingCount
        }
        if let syllable = HangulSyllable(first), syllable.index % trailingCount == 0, trailing.dropFirst().contains(second) {
            return first + second - trailing.lowerBound
        }
        return nil
    }
}
