import NIOCore
import NIOPosix

/// A connection of a client that says exactly what it is told to, and reads what comes.
final class Wire {
    struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: String

        /// The first header of a name.
        func header(_ name: String) -> String? { headers.first { $0.name.lowercased() == name.lowercased() }?.value }

        /// The data of its server-sent events.
        var events: [String] {
            body.split(separator: "\n\n")
                .compactMap { $0.split(separator: "\n").first { $0.hasPrefix("data: ") }.map { String($0.dropFirst(6)) } }
        }
    }

    struct Ended: Error {}
    struct Malformed: Error {}

    private var iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var received: [UInt8] = []

    private init(
        _ iterator: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.iterator = iterator
        self.outbound = outbound
    }

    /// Opens a connection for as long as the closure runs.
    static func open<Result: Sendable>(_ port: Int, _ body: @Sendable (Wire) async throws -> Result) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await body(Wire(inbound.makeAsyncIterator(), outbound))
        }
    }

    func send(_ text: String) async throws { try await outbound.write(ByteBuffer(string: text)) }

    func send(_ bytes: [UInt8]) async throws { try await outbound.write(ByteBuffer(bytes: bytes)) }

    /// Posts JSON.
    func post(_ path: String, _ json: String, headers: String = "") async throws {
        try await send(
            "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n\(headers)\r\n\(json)"
        )
    }

    /// Reads the next answer, whole; interim ones are passed over.
    func answer(toHead: Bool = false) async throws -> Answer {
        var answer = try await head()
        while answer.status < 200 { answer = try await head() }
        if toHead { return answer }
        if let length = answer.header("content-length").flatMap(Int.init) {
            answer.body = try await text(length)
        } else if answer.header("transfer-encoding") == "chunked" {
            answer.body = try await chunks()
        } else {
            answer.body = try await rest()
        }
        return answer
    }

    /// Reads the head of an answer.
    func head() async throws -> Answer {
        let lines = try await line(endingWith: "\r\n\r\n").split(separator: "\r\n")
        guard let first = lines.first, let status = first.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
            throw Malformed()
        }
        let headers = lines.dropFirst()
            .map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (String(parts[0]), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
            }
        return Answer(status: status, headers: headers, body: "")
    }

    /// Reads one chunk; empty at the end.
    func chunk() async throws -> String {
        guard let size = Int(try await line(endingWith: "\r\n"), radix: 16) else { throw Malformed() }
        let chunk = try await text(size)
        _ = try await text(2)
        return chunk
    }

    private func chunks() async throws -> String {
        var body = ""
        while true {
            let chunk = try await chunk()
            if chunk.isEmpty { return body }
            body += chunk
        }
    }

    /// Reads until the other side closes.
    func rest() async throws -> String {
        while try await more() {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    private func text(_ count: Int) async throws -> String {
        while received.count < count { guard try await more() else { throw Ended() } }
        defer { received.removeFirst(count) }
        return String(decoding: received.prefix(count), as: UTF8.self)
    }

    private func line(endingWith end: String) async throws -> String {
        let end = Array(end.utf8)
        while true {
            if let range = received.firstRange(of: end) {
                defer { received.removeFirst(range.upperBound) }
                return String(decoding: received[..<range.lowerBound], as: UTF8.self)
            }
            guard try await more() else { throw Ended() }
        }
    }

    /// - Returns: Whether anything came.
    private func more() async throws -> Bool {
        do {
            guard let bytes = try await iterator.next() else { return false }
            received.append(contentsOf: bytes.readableBytesView)
            return true
        } catch is IOError {
            // Closed in mid-air, such as by a reset.
            return false
        }
    }
}
