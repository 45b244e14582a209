/// Turns the bytes of a server-sent event stream into events, however the network cut them.
///
/// Follows WHATWG HTML, section 9.2.6: lines end with LF, CR or CRLF; a byte order mark at the start, comments and unknown fields are passed over; an
/// event without a data field is none. It holds no more than one event and never more than the maximum.
///
/// ## Usage
///
/// ```swift
/// var parser = ServerSentEventParser()
/// var events: [ServerSentEvent] = []
/// for try await chunk in body {
///     try parser.feed(chunk, into: &events)
///     …                                     // handle the events and remove them
/// }
/// if let last = parser.finish() { … }
/// ```
public struct ServerSentEventParser: Sendable {
    private let maximumEventBytes: Int
    /// The beginning of a line whose end has not come yet.
    private var unfinishedLine: [UInt8] = []
    private var isAtFirstLine = true
    /// Whether the last byte was a CR, so that a LF that follows it ends no further line.
    private var skipsLineFeed = false
    private var event = EventInProgress()
    /// The name of the event before, which is mostly the name of the next one too.
    private var lastName = ServerSentEvent.defaultName

    /// How many comments came so far.
    ///
    /// Servers send them to keep a connection open: a sign of life, not of progress.
    public private(set) var commentCount = 0

    /// A parser at the start of a stream.
    ///
    /// - Parameter maximumEventBytes: The most bytes that one event may have, which bounds the memory that is used.
    public init(maximumEventBytes: Int = 16 << 20) {
        self.maximumEventBytes = maximumEventBytes
    }

    /// Takes the next bytes of the stream.
    ///
    /// - Parameters:
    ///   - chunk: Bytes as they came, cut anywhere.
    ///   - events: Where to append the events that are complete now.
    /// - Throws: ``ServerSentEventError`` if an event is too large. What came before it has been appended; the parser cannot go on.
    public mutating func feed(_ chunk: [UInt8], into events: inout [ServerSentEvent]) throws(ServerSentEventError) {
        try feed(chunk.span.bytes, into: &events)
    }

    /// Takes the next bytes of the stream; see ``feed(_:into:)-([UInt8],_)``.
    public mutating func feed(_ chunk: RawSpan, into events: inout [ServerSentEvent]) throws(ServerSentEventError) {
        try chunk.withUnsafeBytes { (chunk) throws(ServerSentEventError) in
            try feed(chunk, into: &events)
        }
    }

    /// Takes the next bytes of the stream; see ``feed(_:into:)-([UInt8],_)``.
    public mutating func feed(
        _ chunk: UnsafeRawBufferPointer, into events: inout [ServerSentEvent]
    ) throws(ServerSentEventError) {
        var start = 0
        while start < chunk.count {
            if skipsLineFeed {
                skipsLineFeed = false
                if chunk[start] == UInt8(ascii: "\n") {
                    start += 1
                    continue
                }
            }
            let end = Self.endOfLine(in: chunk, from: start)
            let part = UnsafeRawBufferPointer(rebasing: chunk[start..<end])
            guard event.size + unfinishedLine.count + part.count <= maximumEventBytes else {
                throw ServerSentEventError(maximumEventBytes: maximumEventBytes)
            }
            guard end < chunk.count else {
                unfinishedLine.append(contentsOf: part)
                return
            }
            skipsLineFeed = chunk[end] == UInt8(ascii: "\r")
            start = end + 1
            if unfinishedLine.isEmpty {
                takeLine(part, into: &events)
            } else {
                unfinishedLine.append(contentsOf: part)
                takeUnfinishedLine(into: &events)
            }
        }
    }

    /// Ends the stream.
    ///
    /// By the letter of the standard, an event without its blank line is lost. Many servers end their last event with the stream instead, so it is
    /// returned; whether it is whole, only its data can tell.
    ///
    /// - Returns: The event that the stream ended within, or nil if it ended between events. The parser is at the start of a new stream.
    public mutating func finish() -> ServerSentEvent? {
        var events: [ServerSentEvent] = []
        if !unfinishedLine.isEmpty {
            takeUnfinishedLine(into: &events)
        }
        let last = endEvent()
        self = ServerSentEventParser(maximumEventBytes: maximumEventBytes)
        return last
    }

    /// The place of the next CR or LF, or the end of the chunk.
    private static func endOfLine(in chunk: UnsafeRawBufferPointer, from start: Int) -> Int {
        var place = start
        while place + 8 <= chunk.count {
            let eight = EightBytes(chunk, at: place)
            let ends = eight.equal(to: UInt8(ascii: "\n")) | eight.equal(to: UInt8(ascii: "\r"))
            place += ends.first
            if !ends.isEmpty { return place }
        }
        while place < chunk.count, chunk[place] != UInt8(ascii: "\n"), chunk[place] != UInt8(ascii: "\r") {
            place += 1
        }
        return place
    }
}

// MARK: Lines

extension ServerSentEventParser {
    private mutating func takeUnfinishedLine(into events: inout [ServerSentEvent]) {
        var line: [UInt8] = []
        swap(&line, &unfinishedLine)
        line.withUnsafeBytes { takeLine($0, into: &events) }
        // The buffer goes back, to be used again.
        line.removeAll(keepingCapacity: true)
        swap(&line, &unfinishedLine)
    }

    /// Takes a line without its end.
    private mutating func takeLine(_ line: UnsafeRawBufferPointer, into events: inout [ServerSentEvent]) {
        var line = line
        if isAtFirstLine {
            isAtFirstLine = false
            let mark = JSONScanner.lengthOfByteOrderMark(in: line)
            line = UnsafeRawBufferPointer(rebasing: line[mark...])
        }
        if line.isEmpty {
            if let ended = endEvent() {
                events.append(ended)
            }
        } else if line[0] == UInt8(ascii: ":") {
            commentCount += 1
        } else {
            takeField(line)
        }
    }

    private mutating func takeField(_ line: UnsafeRawBufferPointer) {
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.count
        let name = UnsafeRawBufferPointer(rebasing: line[..<colon])
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") {
            value = value.dropFirst()
        }
        if name.equals("data") {
            event.addLine(value)
        } else if name.equals("event") {
            event.name = [UInt8](value)
        } else if name.equals("id"), !value.contains(0) {
            event.id = String(decoding: value, as: UTF8.self)
        } else if name.equals("retry"), !value.isEmpty, value.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) {
            event.retry = Int(String(decoding: value, as: UTF8.self))
        }
    }
}

// MARK: Events

extension ServerSentEventParser {
    /// What is known of the event that has not ended yet.
    private struct EventInProgress {
        /// The lines of data so far, joined; nil if there was none.
        var data: [UInt8]?
        var name: [UInt8] = []
        var id: String?
        var retry: Int?

        var size: Int {
            (data?.count ?? 0) + name.count + (id?.utf8.count ?? 0)
        }

        mutating func addLine(_ line: Slice<UnsafeRawBufferPointer>) {
            if data == nil {
                data = [UInt8](line)
            } else {
                data?.append(UInt8(ascii: "\n"))
                data?.append(contentsOf: line)
            }
        }
    }

    /// Ends the event in progress; it is none without data.
    private mutating func endEvent() -> ServerSentEvent? {
        defer { event = EventInProgress() }
        guard let data = event.data else { return nil }
        if event.name.isEmpty {
            return ServerSentEvent(data: data, id: event.id, retry: event.retry)
        }
        if !lastName.utf8.elementsEqual(event.name) {
            lastName = String(decoding: event.name, as: UTF8.self)
        }
        return ServerSentEvent(event: lastName, data: data, id: event.id, retry: event.retry)
    }
}

extension UnsafeRawBufferPointer {
    /// Whether these bytes are a text.
    fileprivate func equals(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { elementsEqual($0) }
    }
}
