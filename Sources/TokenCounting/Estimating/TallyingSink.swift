/// Adds up tokens and bytes by class of piece.
struct TallyingSink<Counter: PieceCounter & ~Copyable>: ~Copyable, PieceSink {
    private let counter: UnsafeMutablePointer<Counter>
    private let sums: UnsafeMutableBufferPointer<ScriptTally.Sum>
    /// The tokens of each piece of a window that is remembered.
    private let known: UnsafeMutablePointer<UInt8>
    private let classes = PieceClass()
    private var surePieces = 0
    private var lastIsASCII = true

    /// A sink that lets another count the tokens of each piece; that one must live as long.
    init(_ counter: UnsafeMutablePointer<Counter>) {
        self.counter = counter
        sums = .allocate(capacity: PieceClass.count)
        sums.initialize(repeating: ScriptTally.Sum())
        known = .allocate(capacity: UInt64.bitWidth)
        known.initialize(repeating: 0, count: UInt64.bitWidth)
    }

    deinit {
        sums.deallocate()
        known.deallocate()
    }

    /// The sums so far.
    var tally: ScriptTally { ScriptTally(sums: Array(sums), surePieces: surePieces) }

    var isDone: Bool { false }

    @inline(__always)
    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        add(piece, count: count, tokens: tokens(piece, count: count, readable: readable))
    }

    /// Looks all pieces up before it does anything about them, as ``CountingSink`` does: so the processor waits for memory once.
    @inline(__always)
    mutating func take(_ bytes: UnsafePointer<UInt8>, ends: UInt64, readable: UnsafePointer<UInt8>) {
        var (left, start, number) = (ends, 0, 0)
        while left != 0 {
            let end = left.trailingZeroBitCount
            known[number] = UInt8(truncatingIfNeeded: counter.pointee.remembered(bytes + start, count: end &- start))
            (start, number) = (end, number &+ 1)
            left &= left &- 1
        }
        (left, start, number) = (ends, 0, 0)
        while left != 0 {
            let end = left.trailingZeroBitCount
            let (piece, count, remembered) = (bytes + start, end &- start, known[number])
            add(piece, count: count, tokens: remembered > 0 ? Int(remembered) : tokens(piece, count: count, readable: readable))
            (start, number) = (end, number &+ 1)
            left &= left &- 1
        }
    }

    @inline(never)
    private func tokens(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) -> Int {
        counter.pointee.tokens(piece, count: count, readable: readable)
    }

    @inline(__always)
    private mutating func add(_ piece: UnsafePointer<UInt8>, count: Int, tokens: Int) {
        let beyondASCII = firstBeyondASCII(piece, count: count)
        let kind = kind(piece, count: count, beyondASCII: beyondASCII)
        sums[kind].tokens &+= tokens
        sums[kind].bytes &+= count
        surePieces &+= classes.isSure(piece[0], afterASCII: lastIsASCII) ? 1 : 0
        lastIsASCII = beyondASCII == nil
    }

    @inline(__always)
    private func kind(_ piece: UnsafePointer<UInt8>, count: Int, beyondASCII: Int?) -> Int {
        guard let beyondASCII else { return classes.ascii(piece, count: count) }
        return classes.beyondASCII(piece, from: beyondASCII, count: count)
    }

    /// Where the first byte is that is not ASCII.
    @inline(__always)
    private func firstBeyondASCII(_ piece: UnsafePointer<UInt8>, count: Int) -> Int? {
        let key = ByteKey(reading: piece, count: min(count, ByteKey.size))
        let (low, high) = (key.low & 0x8080_8080_8080_8080, key.high & 0x8080_8080_8080_8080)
        if low | high != 0 { return low != 0 ? low.trailingZeroBitCount &>> 3 : 8 &+ high.trailingZeroBitCount &>> 3 }
        return count <= ByteKey.size ? nil : (ByteKey.size..<count).first { piece[$0] >= 0x80 }
    }
}
