extension WordBook {
    /// Writes a record anew in which its words are numbers; everything else stays byte for byte, also what this version knows nothing of.
    ///
    /// - Parameters:
    ///   - record: A record as ``FieldWriter`` writes it without words.
    ///   - body: Is given the record with numbers, which holds no longer than the call.
    mutating func numberWords<Result>(
        in record: UnsafeRawBufferPointer, _ body: (inout WordBook, UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        // The shortest word, an empty one, takes two bytes, and the largest number of one with its head six.
        try withUnsafeTemporaryAllocation(byteCount: 3 * record.count + 1, alignment: 1) { room in
            var numbering = WordNumbering(record: record, room: room)
            try numbering.run(&self)
            return try body(&self, UnsafeRawBufferPointer(rebasing: room[..<numbering.written]))
        }
    }
}

/// Goes through the fields of a record, in whatever group, and copies them.
private struct WordNumbering {
    let record: UnsafeRawBufferPointer
    let room: UnsafeMutableRawBufferPointer
    /// How much of the record was gone through, and how much of that was copied.
    private var offset = 0
    private var copied = 0
    private(set) var written = 0

    init(record: UnsafeRawBufferPointer, room: UnsafeMutableRawBufferPointer) {
        self.record = record
        self.room = room
    }

    mutating func run(_ words: inout WordBook) throws(FieldFault) {
        var depth = 0
        while offset < record.count {
            let start = offset
            let head = try varint()
            if head == 0 {
                guard depth > 0 else { throw fault("ends a group that was not begun") }
                depth -= 1
                continue
            }
            switch FieldKind(rawValue: UInt8(head & 3))! {
            case .number: _ = try varint()
            case .fixed: try pass(8)
            case .group: depth += 1
            case .bytes:
                let length = try varint()
                let first = offset
                try pass(length >> 1)
                guard length & 1 == 1 else { continue }
                copy(to: start)
                write(head & ~3 | UInt64(FieldKind.number.rawValue))
                write(UInt64(words.number(of: UnsafeRawBufferPointer(rebasing: record[first..<offset]))))
                copied = offset
            }
        }
        guard depth == 0 else { throw fault("ends within a group") }
        copy(to: record.count)
    }

    private func fault(_ what: String) -> FieldFault { FieldFault(offset: offset, what: what) }

    private mutating func varint() throws(FieldFault) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard offset < record.count else { throw fault("ends too early") }
            let next = record[offset]
            offset += 1
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
            guard shift < 70 else { throw fault("has a number that does not end") }
        }
    }

    private mutating func pass(_ count: UInt64) throws(FieldFault) {
        guard count <= UInt64(record.count - offset) else { throw fault("ends too early") }
        offset += Int(count)
    }

    /// Copies what was gone through and not copied before a place.
    private mutating func copy(to place: Int) {
        let part = UnsafeRawBufferPointer(rebasing: record[copied..<place])
        UnsafeMutableRawBufferPointer(rebasing: room[written...]).copyMemory(from: part)
        written += part.count
    }

    private mutating func write(_ value: UInt64) {
        var rest = value
        while rest > 0x7F {
            room[written] = UInt8(truncatingIfNeeded: rest) | 0x80
            written += 1
            rest >>= 7
        }
        room[written] = UInt8(rest)
        written += 1
    }
}
