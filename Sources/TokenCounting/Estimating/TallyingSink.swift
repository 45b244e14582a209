import CWaybillTokenRanks

/// Adds up tokens and bytes by class of piece.
struct TallyingSink: ~Copyable, PieceSink {
    private let counter: UnsafeMutablePointer<CountingSink>
    private let sums: UnsafeMutableBufferPointer<ScriptTally.Sum>
    private let classes = ScalarClasses()
    private let classOfPage: UnsafePointer<UInt8>
    private var surePieces = 0
    private var lastIsASCII = true

    /// A sink that lets another count the tokens of each piece; that one must live as long.
    init(_ counter: UnsafeMutablePointer<CountingSink>) {
        self.counter = counter
        classOfPage = waybill_class_of_page()
        sums = .allocate(capacity: PieceClass.count)
        sums.initialize(repeating: ScriptTally.Sum())
    }

    deinit { sums.deallocate() }

    var tally: ScriptTally { ScriptTally(sums: Array(sums), surePieces: surePieces) }

    var isDone: Bool { false }

    @inline(__always)
    mutating func take(_ piece: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>) {
        let before = counter.pointee.total
        counter.pointee.take(piece, count: count, readable: readable)
        let tokens = counter.pointee.total &- before
        let kind: Int
        if let position = firstBeyondASCII(piece, count) {
            kind = classBeyondASCII(piece, from: position, count)
            takeSure(piece[0])
            lastIsASCII = false
        } else {
            kind = max(PieceClass.ascii(piece[0]), count > 1 ? PieceClass.ascii(piece[1]) : PieceClass.whiteSpace)
            takeSure(piece[0])
            lastIsASCII = true
        }
        sums[kind].tokens &+= tokens
        sums[kind].bytes &+= count
    }

    // MARK: Classes

    /// Where the first byte is that is not ASCII.
    @inline(__always)
    private func firstBeyondASCII(_ piece: UnsafePointer<UInt8>, _ count: Int) -> Int? {
        let key = ByteKey(reading: piece, count: min(count, ByteKey.size))
        let (low, high) = (key.low & Self.highBits, key.high & Self.highBits)
        if low != 0 { return low.trailingZeroBitCount &>> 3 }
        if high != 0 { return 8 &+ high.trailingZeroBitCount &>> 3 }
        return count <= ByteKey.size ? nil : UnsafeBufferPointer(start: piece, count: count)[ByteKey.size...].firstIndex { $0 >= 0x80 }
    }

    private static var highBits: UInt64 { 0x8080_8080_8080_8080 }

    /// The class by the first letter or mark beyond ASCII.
    @inline(__always)
    private func classBeyondASCII(_ piece: UnsafePointer<UInt8>, from start: Int, _ count: Int) -> Int {
        var position = start
        while position < count {
            guard piece[position] >= 0x80 else {
                position &+= 1
                continue
            }
            let scalar = UTF8Scalar(beyondASCII: piece + position)
            let kind = classes[scalar.value]
            if kind.isLetter || kind == .mark { return PieceClass.letters(scalar.value, classOfPage) }
            position &+= scalar.length
        }
        return PieceClass.symbol
    }

    // MARK: Lower bound

    /// Counts a piece if all ``PieceRules`` begin one there, or before it and after the last that was counted.
    ///
    /// Blanks and numbers are never in a piece with what precedes them. As to other bytes, rules differ on uppercase letters after lowercase ones,
    /// and on marks: each may be the end of a word or punctuation that goes on.
    @inline(__always)
    private mutating func takeSure(_ first: UInt8) {
        switch first {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), 0x0b, 0x0c, UInt8(ascii: "0")...UInt8(ascii: "9"): surePieces &+= 1
        case 0x80..., UInt8(ascii: "A")...UInt8(ascii: "Z"): break
        default: surePieces &+= lastIsASCII ? 1 : 0
        }
    }
}
