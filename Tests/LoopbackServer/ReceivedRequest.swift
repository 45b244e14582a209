/// A request as it came over the wire.
public struct ReceivedRequest: Sendable {
    /// The method of the request line.
    public var method: String
    /// The target of the request line, query included.
    public var path: String
    /// The headers in the order in which they came.
    public var headers: [(name: String, value: String)]
    /// The body; empty while it was not read yet.
    public var body: [UInt8] = []
    /// The number of the connection it came on, from 1.
    public var connection: Int
    /// Its place among the requests of that connection, from 1.
    public var indexOnConnection: Int

    /// The value of the first header with this name, compared without regard to case.
    public func header(_ name: String) -> String? {
        headers.first { isSameName($0.name, name) }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

extension ReceivedRequest {
    /// Reads a request line and headers, each ended by CR LF; nil when they are none.
    init?(head: ArraySlice<UInt8>, connection: Int, indexOnConnection: Int) {
        // Cut as bytes: benchmarks measure clients against this server, and splitting characters would be most of what they measure.
        var lines = head.split(separator: UInt8(ascii: "\n"))[...]
        guard let requestLine = lines.popFirst()?.split(separator: UInt8(ascii: " ")), requestLine.count == 3 else { return nil }
        method = String(decoding: requestLine[0], as: UTF8.self)
        path = String(decoding: requestLine[1], as: UTF8.self)
        headers = []
        headers.reserveCapacity(lines.count)
        for line in lines {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
            let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") }
            headers.append((String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self)))
        }
        self.connection = connection
        self.indexOnConnection = indexOnConnection
    }
}

/// Whether two names are the same but for the case of ASCII letters.
private func isSameName(_ one: String, _ other: String) -> Bool {
    one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { ($0 | 0x20) == ($1 | 0x20) }
}
