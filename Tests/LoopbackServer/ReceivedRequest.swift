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
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
}

extension ReceivedRequest {
    /// Reads a request line and headers; nil when they are none.
    init?(head: ArraySlice<UInt8>, connection: Int, indexOnConnection: Int) {
        var lines = String(decoding: head, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: true)[...]
        guard let requestLine = lines.popFirst()?.split(separator: " "), requestLine.count == 3 else { return nil }
        method = String(requestLine[0])
        path = String(requestLine[1])
        headers = lines.map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count == 2 ? String(parts[1].drop { $0 == " " }) : "")
        }
        self.connection = connection
        self.indexOnConnection = indexOnConnection
    }
}
