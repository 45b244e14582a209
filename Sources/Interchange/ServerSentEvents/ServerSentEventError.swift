/// An event was larger than the parser may hold.
public struct ServerSentEventError: Error, Sendable, Hashable {
    /// The most bytes that one event may have.
    public let maximumEventBytes: Int

    /// An error about an event of more than this many bytes.
    public init(maximumEventBytes: Int) {
        self.maximumEventBytes = maximumEventBytes
    }
}

extension ServerSentEventError: CustomStringConvertible {
    /// What happened, as a sentence.
    public var description: String {
        "The server sent an event of more than \(maximumEventBytes) bytes."
    }
}
