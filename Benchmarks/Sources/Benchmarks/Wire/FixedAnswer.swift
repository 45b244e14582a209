/// What the server answers: a whole HTTP response, and where it is cut into writes.
struct FixedAnswer {
    /// How the pieces of a streamed body reach the socket.
    enum Writes {
        /// Head and body at once.
        case one
        /// One to twelve events at a time, mostly few, as networks bundle them.
        case bundled
        /// Every event by itself.
        case single
    }

    /// The beginning of the paths that get it.
    let path: String
    private(set) var bytes: [UInt8] = []
    private(set) var writeEnds: [Int] = []
    /// The body without its framing.
    let body: String

    var bodyBytes: Int { body.utf8.count }
    let pause: Duration

    /// A response that is one JSON document.
    init(path: String, document: String) {
        self.path = path
        pause = .zero
        body = document
        bytes = Array(Self.head(type: "application/json", framing: "Content-Length: \(document.utf8.count)").utf8) + Array(document.utf8)
        writeEnds = [bytes.count]
    }

    /// A response that is a stream of events, each an HTTP chunk.
    ///
    /// - Parameter pause: How long the server waits between two writes.
    init(path: String, events: [String], writes: Writes, pause: Duration = .zero) {
        self.path = path
        self.pause = pause
        body = events.joined()
        bytes = Array(Self.head(type: "text/event-stream; charset=utf-8", framing: "Transfer-Encoding: chunked").utf8)
        let bundles = [1, 1, 3, 1, 2, 6, 1, 1, 4, 12, 2, 1]
        var left = 1
        var turn = 0
        for event in events {
            bytes += "\(String(event.utf8.count, radix: 16))\r\n\(event)\r\n".utf8
            left -= 1
            guard writes != .one, left == 0 else { continue }
            writeEnds.append(bytes.count)
            left = writes == .single ? 1 : bundles[turn % bundles.count]
            turn += 1
        }
        bytes += "0\r\n\r\n".utf8
        writeEnds.append(bytes.count)
    }

    /// The headers that answers of large providers have.
    private static func head(type: String, framing: String) -> String {
        """
        HTTP/1.1 200 OK\r
        Date: Sat, 21 Nov 2026 03:00:00 GMT\r
        Content-Type: \(type)\r
        \(framing)\r
        Connection: keep-alive\r
        Server: benchmark\r
        openai-version: 2020-10-01\r
        openai-processing-ms: 412\r
        x-request-id: req_0f6a2d3c4b5e6f708192a3b4c5d6e7f8\r
        x-ratelimit-limit-requests: 5000\r
        x-ratelimit-limit-tokens: 2000000\r
        x-ratelimit-remaining-requests: 4999\r
        x-ratelimit-remaining-tokens: 1999312\r
        x-ratelimit-reset-requests: 12ms\r
        x-ratelimit-reset-tokens: 20ms\r
        \r

        """
    }
}
