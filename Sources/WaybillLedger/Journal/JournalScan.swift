/// Finds the frames in part of a journal, and what in it is no frame.
struct JournalScan: Equatable {
    /// The frames, by where they stand in the bytes.
    var frames: [Range<Int>] = []
    /// What lies between frames and is none.
    var damaged: [Range<Int>] = []
    /// The beginning of a frame whose end was never written, at the journal's end.
    var torn: Range<Int>?
    /// How many bytes need not be looked at again.
    var consumed = 0
    /// How many bytes are needed from there on to see more; `nil`: it is the journal's end.
    var needed: Int?

    /// - Parameters:
    ///   - bytes: Part of a journal, from the beginning of a frame on.
    ///   - isEnd: Whether the journal ends with them.
    init(_ bytes: [UInt8], isEnd: Bool) {
        bytes.withUnsafeBytes { scan($0, isEnd: isEnd) }
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer, isEnd: Bool) {
        while consumed < bytes.count {
            switch JournalFrame.find(in: bytes, at: consumed) {
            case .frame(let size):
                frames.append(consumed..<consumed + size)
                consumed += size
            case .more(let size) where !isEnd:
                needed = size
                return
            case .more, .none:
                if let next = nextFrame(in: bytes) {
                    damaged.append(consumed..<next)
                    consumed = next
                } else if isEnd {
                    let rest = consumed..<bytes.count
                    if case .more = JournalFrame.find(in: bytes, at: consumed) { torn = rest } else { damaged.append(rest) }
                    consumed = bytes.count
                } else {
                    return lookFurther(bytes)
                }
            }
        }
        if !isEnd { needed = JournalFrame.headerSize + JournalFrame.leastSize }
    }

    /// The next place with a whole frame.
    private func nextFrame(in bytes: UnsafeRawBufferPointer) -> Int? {
        (consumed + 1..<bytes.count)
            .first { offset in
                if case .frame = JournalFrame.find(in: bytes, at: offset) { true } else { false }
            }
    }

    /// Damage without a whole frame after it: the next one may begin in these bytes and end after them.
    private mutating func lookFurther(_ bytes: UnsafeRawBufferPointer) {
        let enough = JournalFrame.headerSize + JournalFrame.largestSize
        let given = bytes.count - consumed
        if given < 2 * enough {
            needed = 2 * enough
        } else {
            damaged.append(consumed..<bytes.count - enough)
            consumed = bytes.count - enough
            needed = 2 * enough
        }
    }
}
