/// Takes the pieces of a text, one after the other.
protocol PieceSink: ~Copyable {
    /// Takes the piece of `count` bytes at `bytes`. All bytes before `readable` can be read; these are at
    /// least 16.
    mutating func take(_ bytes: UnsafePointer<UInt8>, count: Int, readable: UnsafePointer<UInt8>)

    /// Whether no more pieces are wanted. Asked now and then only.
    var isDone: Bool { get }
}
