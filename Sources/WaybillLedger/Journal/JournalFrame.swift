import WaybillInterchange

/// How a record stands in a journal: its length, a checksum, the version of the form, the call's id, and the record's fields.
enum JournalFrame {
    /// The length and the checksum, of four bytes each.
    static let headerSize = 8
    /// What every record has at the least: the version and the id.
    static let leastSize = 17
    /// What no record is longer than.
    static let largestSize = 4 << 20
    /// The version of the form; another one is for what a reader of this one would take for something else.
    static let version: UInt8 = 1

    /// Writes a frame with a writer that holds nothing yet.
    static func write(_ id: CallID, to writer: inout FieldWriter, _ fields: (inout FieldWriter) -> Void) {
        writer.append(UInt64(0))
        writer.append(version)
        writer.append(id.high)
        writer.append(id.low)
        fields(&writer)
        let size = writer.size - headerSize
        let sum = writer.withUnsafeBytes { checksum(UnsafeRawBufferPointer(rebasing: $0[headerSize...])) }
        writer.replace(at: 0, with: UInt32(truncatingIfNeeded: size))
        writer.replace(at: 4, with: sum)
    }

    /// The record in a frame, by the id of its call.
    static func record(in frame: UnsafeRawBufferPointer) throws(FieldFault) -> (CallID, fields: UnsafeRawBufferPointer) {
        var reader = FieldReader(UnsafeRawBufferPointer(rebasing: frame[headerSize...]))
        _ = try reader.byte()
        let id = CallID(high: try reader.eightBytes(), low: try reader.eightBytes())
        return (id, UnsafeRawBufferPointer(rebasing: frame[(headerSize + leastSize)...]))
    }

    /// What is found at a place of a journal.
    enum Finding: Equatable {
        /// A whole frame of this many bytes.
        case frame(Int)
        /// The beginning of what may be a frame of so many bytes, more than there are.
        case more(Int)
        /// No frame.
        case none
    }

    /// Looks for a frame at a place.
    static func find(in bytes: UnsafeRawBufferPointer, at offset: Int) -> Finding {
        guard bytes.count - offset >= headerSize + 1 else { return .more(headerSize + leastSize) }
        let size = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        guard (leastSize...largestSize).contains(size), bytes[offset + headerSize] == version else { return .none }
        let end = offset + headerSize + size
        guard end <= bytes.count else { return .more(headerSize + size) }
        let sum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
        return sum == checksum(UnsafeRawBufferPointer(rebasing: bytes[offset + headerSize..<end])) ? .frame(headerSize + size) : .none
    }

    /// A checksum against torn and damaged bytes.
    private static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        UInt32(truncatingIfNeeded: FoldedHash.of(bytes, seed: 0x9E37_79B9_7F4A_7C15))
    }
}
