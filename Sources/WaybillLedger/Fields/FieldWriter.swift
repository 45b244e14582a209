import WaybillInterchange

/// Writes records as fields, appending to the same bytes again and again.
struct FieldWriter {
    /// What was written.
    private(set) var bytes: [UInt8] = []
    /// Where words that repeat are kept; `nil`: they are written out.
    var words: WordBook?

    init(words: WordBook? = nil) {
        self.words = words
    }

    /// Begins anew in the memory of what was written before.
    mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

    // MARK: Bare bytes

    /// Appends an integer's bytes, the low ones first.
    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// Writes over bytes that were appended before.
    mutating func replace(at offset: Int, with value: UInt32) {
        for byte in 0..<4 { bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(byte))) }
    }

    /// Takes back the last bytes.
    mutating func removeLast(_ count: Int) { bytes.removeLast(count) }

    // MARK: Fields

    /// A whole number that is not negative; zero is left out.
    mutating func count(_ field: some FieldNumber, _ value: Int) {
        if value != 0 { integer(field, value) }
    }

    /// A whole number, where there is one.
    mutating func integer(_ field: some FieldNumber, _ value: Int?) {
        guard let value else { return }
        head(field, .number)
        varint(UInt64(bitPattern: Int64(value) << 1 ^ Int64(value) >> 63))
    }

    /// A mark that is there where it is set.
    mutating func flag(_ field: some FieldNumber, _ value: Bool) {
        if value { integer(field, 1) }
    }

    /// Eight bytes.
    mutating func fixed(_ field: some FieldNumber, _ value: UInt64?) {
        guard let value else { return }
        head(field, .fixed)
        append(value)
    }

    /// A number with a fraction.
    mutating func double(_ field: some FieldNumber, _ value: Double?) { fixed(field, value?.bitPattern) }

    /// A time in whole microseconds.
    mutating func time(_ field: some FieldNumber, _ value: Duration?) { integer(field, value.map { Int($0.wholeMicroseconds) }) }

    /// An amount: a number where it is below some nine million dollars, else its sixteen bytes.
    mutating func money(_ field: some FieldNumber, _ value: Money?) {
        guard let amount = value?.picodollars else { return }
        if let small = Int(exactly: amount) { return integer(field, small) }
        length(field, 16)
        append(amount)
    }

    /// A word that other records have too.
    mutating func word(_ field: some FieldNumber, _ value: String?) {
        guard let value else { return }
        guard let number = words?.number(of: value) else {
            length(field, value.utf8.count, isWord: true)
            return append(value)
        }
        head(field, .number)
        varint(UInt64(number))
    }

    /// A model's name, put together only where it becomes a word.
    mutating func model(_ field: some FieldNumber, _ name: ModelName) {
        guard words == nil else { return word(field, name.description) }
        length(field, name.provider.utf8.count + 1 + name.id.utf8.count, isWord: true)
        append(name.provider)
        bytes.append(UInt8(ascii: "/"))
        append(name.id)
    }

    /// A sentence: a word, unless there is a number in it that makes it one of many.
    mutating func sentence(_ field: some FieldNumber, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        if value.utf8.contains(where: { $0 &- 0x30 < 10 }) { text(field, value) } else { word(field, value) }
    }

    /// A text of its own.
    mutating func text(_ field: some FieldNumber, _ value: String?) {
        guard let value else { return }
        length(field, value.utf8.count)
        append(value)
    }

    /// Bytes as they are.
    mutating func data(_ field: some FieldNumber, _ value: [UInt8]?) {
        guard let value else { return }
        length(field, value.count)
        bytes.append(contentsOf: value)
    }

    /// Fields of their own.
    mutating func group(_ field: some FieldNumber, _ write: (inout FieldWriter) -> Void) {
        head(field, .group)
        write(&self)
        bytes.append(0)
    }

    private mutating func length(_ field: some FieldNumber, _ count: Int, isWord: Bool = false) {
        head(field, .bytes)
        varint(UInt64(count) << 1 | (isWord ? 1 : 0))
    }

    private mutating func head(_ field: some FieldNumber, _ kind: FieldKind) {
        varint(UInt64(field.rawValue) << 2 | UInt64(kind.rawValue))
    }

    private mutating func append(_ text: String) {
        // As bytes in one piece, which nearly every text is, it is copied and not walked through.
        if text.utf8.withContiguousStorageIfAvailable({ bytes.append(contentsOf: $0) }) == nil { bytes.append(contentsOf: text.utf8) }
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

/// The fields of one kind of record, by their numbers from 1 on, none of which is ever given anew.
protocol FieldNumber: RawRepresentable<Int>, Sendable {}

extension Duration {
    /// The duration in whole microseconds, as near as 64 bits can say.
    var wholeMicroseconds: Int64 {
        let whole = attoseconds / 1_000_000_000_000
        return Int64(clamping: whole)
    }
}
