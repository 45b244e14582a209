/// Walks over the pieces of a text: by windows where they apply, by scalars where not.
struct PieceWalk: ~Copyable {
    private let rules: PieceRules
    private let classes = ScalarClasses()
    /// Where the end of a text is copied to, so that a window can be read there.
    private let scratch: UnsafeMutablePointer<UInt8>

    private static let windowSize = 64
    /// How many bytes from a piece's start are read at once, whatever its length.
    private static let keySize = 16

    init(_ rules: PieceRules) {
        self.rules = rules
        scratch = .allocate(capacity: 2 * (Self.windowSize + Self.keySize))
        scratch.initialize(repeating: 0, count: 2 * (Self.windowSize + Self.keySize))
    }

    deinit { scratch.deallocate() }

    /// Gives the pieces of `text`, which is valid UTF-8, to `sink`.
    @inline(__always)
    func pieces(of text: UnsafeBufferPointer<UInt8>, to sink: inout some PieceSink & ~Copyable) {
        guard let start = text.baseAddress else { return }
        let margin = Self.windowSize + Self.keySize
        var position = 0
        if text.count >= margin {
            position = walk(start, from: 0, count: text.count, whileLeft: margin, &sink)
        }
        let left = text.count - position
        guard left > 0, !sink.isDone else { return }
        scratch.update(from: start + position, count: left)
        _ = walk(scratch, from: 0, count: left, whileLeft: 1, &sink)
    }

    /// Gives pieces to `sink` while at least `margin` bytes are left; returns where it stopped.
    @inline(__always)
    private func walk(
        _ text: UnsafePointer<UInt8>, from start: Int, count: Int, whileLeft margin: Int, _ sink: inout some PieceSink & ~Copyable
    ) -> Int {
        let readable = text + (margin == 1 ? 2 * (Self.windowSize + Self.keySize) : count)
        let scanner = PieceScanner(text: text, end: count, rules: rules, classes: classes)
        var position = start
        while count &- position >= margin, !sink.isDone {
            let left = count &- position
            let isEnd = left < Self.windowSize
            let window = PieceWindow(text + position, count: isEnd ? left : Self.windowSize, isEnd: isEnd, rules: rules, classes: classes)
            let ends = window.ends(rules)
            guard ends != 0 else {
                let end = scanner.pieceEnd(from: position)
                sink.take(text + position, count: end &- position, readable: readable)
                position = end
                continue
            }
            sink.take(text + position, ends: ends, readable: readable)
            position &+= 63 &- ends.leadingZeroBitCount
        }
        return position
    }
}
