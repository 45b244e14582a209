/// One event of a server-sent event stream (WHATWG HTML, section 9.2).
public struct ServerSentEvent: Sendable, Hashable {
    /// The event's name: `message` where the stream gave none.
    public var event: String
    /// The event's data, several lines joined by LF; not yet known to be UTF-8.
    public var data: [UInt8]
    /// The id that stands in this event, if one does.
    public var id: String?
    /// How long to wait before connecting again, in milliseconds, if the event says so.
    public var retry: Int?

    /// The name of an event that has none of its own.
    public static let defaultName = "message"

    /// An event.
    public init(event: String = Self.defaultName, data: [UInt8], id: String? = nil, retry: Int? = nil) {
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
    }
}
