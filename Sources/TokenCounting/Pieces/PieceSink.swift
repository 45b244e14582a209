/// Takes the pieces of a text, one after the other.
protocol PieceSink: ~Copyable {
    /// Takes the piece of `count` bytes at `bytes`. All bytes before `readable` can be read; these are at
    /// least 16.
    mutating func take(_ bytes: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>)

    /// Takes the pieces that end before the bytes of `ends`, of which there is at least one.
    ///
    /// The first begins at `bytes`.
    mutating func take(_ bytes: UnsafePointer<UInt8>, ends: UInt64, readable: UnsafePointer<UInt8>)

    /// Whether no more pieces are wanted. Asked now and then only.
    var isDone: Bool { get }
}

extension PieceSink where Self: ~Copyable {
    @inline(__always)
    mutating func take(_ bytes: UnsafePointer<UInt8>, ends: UInt64, readable: UnsafePointer<UInt8>) {
        var (ends, start) = (ends, 0)
        while ends != 0 {
            let end = ends.trailingZeroBitCount
            take(bytes + start, count: end &- start, readable: readable)
            start = end
            ends &= ends &- 1
        }
    }
}
