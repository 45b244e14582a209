import WaybillInterchange

/// Writes a record as fields.
///
/// Into memory of its own, not an array's: whoever records a call waits for every byte, and an array asks at each whether somebody shares it.
struct FieldWriter: ~Copyable {
    /// As much as most records need, and as the system's allocator has at hand.
    private var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 1024, alignment: 8)
    /// How many bytes were written.
    private(set) var size = 0

    deinit { memory.deallocate() }

    /// Hands over what was written.
    func withUnsafeBytes<Result, Failure>(_ body: (UnsafeRawBufferPointer) throws(Failure) -> Result) throws(Failure) -> Result {
        try body(UnsafeRawBufferPointer(rebasing: memory[..<size]))
    }

    // MARK: Bare bytes

    /// Appends an integer's bytes, the low ones first.
    mutating func append<Integer: FixedWidthInteger & BitwiseCopyable>(_ value: Integer) {
        reserve(MemoryLayout<Integer>.size)
        memory.storeBytes(of: value.littleEndian, toByteOffset: size, as: Integer.self)
        size += MemoryLayout<Integer>.size
    }

    /// Writes over bytes that were appended before.
    mutating func replace(at offset: Int, with value: UInt32) {
        memory.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    }

    /// Takes back the last bytes.
    mutating func removeLast(_ count: Int) { size -= count }

    private mutating func append(_ bytes: UnsafeRawBufferPointer) {
        reserve(bytes.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[size...]).copyMemory(from: bytes)
        size += bytes.count
    }

    /// Sees that there is room for so many bytes more.
    private mutating func reserve(_ count: Int) {
        if memory.count - size < count { grow(by: count) }
    }

    @inline(never)
    private mutating func grow(by count: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * (memory.count + count), alignment: 8)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<size]))
        memory.deallocate()
        memory = larger
    }

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
        length(field, value.utf8.count, isWord: true)
        append(value)
    }

    /// A model's name, without putting it together.
    mutating func model(_ field: some FieldNumber, _ name: ModelName) {
        length(field, name.provider.utf8.count + 1 + name.id.utf8.count, isWord: true)
        append(name.provider)
        append(UInt8(ascii: "/"))
        append(name.id)
    }

    /// A sentence: a word, unless there is a number in it that makes it one of many.
    mutating func sentence(_ field: some FieldNumber, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        if value.hasDigits { text(field, value) } else { word(field, value) }
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
        value.withUnsafeBytes { append($0) }
    }

    /// Fields of their own.
    mutating func group(_ field: some FieldNumber, _ write: (inout FieldWriter) -> Void) {
        head(field, .group)
        write(&self)
        append(UInt8(0))
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
        if text.utf8.withContiguousStorageIfAvailable({ append(UnsafeRawBufferPointer($0)) }) == nil {
            for byte in text.utf8 { append(byte) }
        }
    }

    private mutating func varint(_ value: UInt64) {
        reserve(10)
        var rest = value
        while rest > 0x7F {
            memory[size] = UInt8(truncatingIfNeeded: rest) | 0x80
            size += 1
            rest >>= 7
        }
        memory[size] = UInt8(truncatingIfNeeded: rest)
        size += 1
    }
}

/// The fields of one kind of record, by their numbers from 1 on, none of which is ever given anew.
protocol FieldNumber: RawRepresentable<Int>, Sendable {}

extension String {
    fileprivate var hasDigits: Bool {
        func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
        return utf8.withContiguousStorageIfAvailable { $0.contains(where: isDigit) } ?? utf8.contains(where: isDigit)
    }
}

extension Duration {
    /// The duration in whole microseconds, as near as 64 bits can say.
    var wholeMicroseconds: Int64 {
        // Most are below 18 s, and a division of 64 bits is enough.
        if let short = UInt64(exactly: attoseconds) { return Int64(short / 1_000_000_000_000) }
        return Int64(clamping: attoseconds / 1_000_000_000_000)
    }
}
