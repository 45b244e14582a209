/// Gathers many small results before they are written, so that each does not cost a call of the system's.
///
/// Only whole results are added, so that what was written ends with one, whatever becomes of the next.
struct BufferedOutput {
    private let channel: OutputChannel
    private var bytes: [UInt8] = []

    private static let size = 64 << 10

    init(_ channel: OutputChannel = .output) { self.channel = channel }

    /// Adds a result; writes those so far if they are many.
    mutating func add(_ result: some Sequence<UInt8>) throws(OutputError) {
        bytes.append(contentsOf: result)
        if bytes.count >= Self.size { try flush() }
    }

    /// Writes what was added: to be called before waiting for anything.
    mutating func flush() throws(OutputError) {
        guard !bytes.isEmpty else { return }
        try channel.write(bytes)
        bytes.removeAll(keepingCapacity: true)
    }
}
