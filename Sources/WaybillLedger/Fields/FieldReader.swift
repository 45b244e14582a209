import WaybillInterchange

/// Reads records that ``FieldWriter`` wrote.
///
/// What is not known is passed over; what cannot be read is thrown. It holds no longer than the bytes that it reads: they are read where they lie,
/// in a journal or in a row.
struct FieldReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset: Int
    private let end: Int
    private let words: WordBook?
    /// The kind of the field whose value comes next.
    private var kind = FieldKind.number

    /// Reads some bytes.
    init(_ bytes: UnsafeRawBufferPointer, words: WordBook? = nil) {
        self.bytes = bytes
        offset = 0
        end = bytes.count
        self.words = words
    }

    // MARK: Bare bytes

    /// The next byte.
    mutating func byte() throws(FieldFault) -> UInt8 {
        guard offset < end else { throw fault("ends too early") }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// The next eight bytes, the low ones first.
    mutating func eightBytes() throws(FieldFault) -> UInt64 {
        guard end - offset >= 8 else { throw fault("ends too early") }
        defer { offset += 8 }
        return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    // MARK: Fields

    /// Hands every field of the record or group to `read`, which must read or pass over its value.
    mutating func fields<Number: FieldNumber>(
        _ number: Number.Type, _ read: (inout FieldReader, Number) throws(FieldFault) -> Void
    ) throws(FieldFault) {
        while offset < end {
            let head = try varint()
            guard head != 0 else { return }
            kind = FieldKind(rawValue: UInt8(head & 3))!
            guard let raw = Int(exactly: head >> 2), let field = Number(rawValue: raw) else {
                try skip()
                continue
            }
            try read(&self, field)
        }
    }

    /// Passes over the value.
    mutating func skip() throws(FieldFault) {
        switch kind {
        case .number: _ = try varint()
        case .fixed: _ = try eightBytes()
        case .bytes: _ = try byteRange()
        case .group: try fields(NoField.self) { _, _ in }
        }
    }

    mutating func integer() throws(FieldFault) -> Int {
        try expect(.number)
        let value = try varint()
        return Int(truncatingIfNeeded: Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1))
    }

    mutating func fixed() throws(FieldFault) -> UInt64 {
        try expect(.fixed)
        return try eightBytes()
    }

    mutating func double() throws(FieldFault) -> Double { Double(bitPattern: try fixed()) }

    mutating func time() throws(FieldFault) -> Duration { .microseconds(try integer()) }

    mutating func money() throws(FieldFault) -> Money {
        guard kind == .bytes else { return Money(picodollars: Int128(try integer())) }
        let range = try byteRange()
        guard range.count == 16 else { throw fault("has an amount that is no number") }
        let amount = bytes.loadUnaligned(fromByteOffset: range.lowerBound, as: Int128.self)
        return Money(picodollars: Int128(littleEndian: amount))
    }

    /// A word, sentence or text.
    mutating func text() throws(FieldFault) -> String {
        if kind == .number {
            let number = try wordNumber()
            guard let word = words?.word(number) else { throw fault("names a word, \(number), that is not known") }
            return word
        }
        let range = try byteRange()
        guard let text = String(validating: bytes[range], as: UTF8.self) else { throw fault("has a text that is not UTF-8") }
        return text
    }

    /// The number of a word.
    mutating func wordNumber() throws(FieldFault) -> Int {
        try expect(.number)
        return Int(clamping: try varint())
    }

    mutating func data() throws(FieldFault) -> [UInt8] { Array(bytes[try byteRange()]) }

    /// A fault at the place that was reached.
    func fault(_ what: String) -> FieldFault { FieldFault(offset: offset, what: what) }

    /// Sees that the value that comes next is fields of their own.
    mutating func group<Number: FieldNumber>(
        _ number: Number.Type, _ read: (inout FieldReader, Number) throws(FieldFault) -> Void
    ) throws(FieldFault) {
        try expect(.group)
        try fields(number, read)
    }

    private func expect(_ wanted: FieldKind) throws(FieldFault) {
        guard kind == wanted else { throw fault("has a value of another kind than its field") }
    }

    private mutating func byteRange() throws(FieldFault) -> Range<Int> {
        try expect(.bytes)
        let count = try varint() >> 1
        guard count <= UInt64(end - offset) else { throw fault("ends too early") }
        let range = offset..<offset + Int(count)
        offset = range.upperBound
        return range
    }

    private mutating func varint() throws(FieldFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw fault("has a number that does not end") }
        }
    }
}

/// The fields of a group that nothing is known of.
private enum NoField: Int, FieldNumber {
    case none = 0
}
