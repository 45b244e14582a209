import GatewayWire
import NIOCore
import NIOHTTP1

/// One request of a client, whose body is read when it is wanted.
struct IncomingRequest {
    typealias Parts = NIOAsyncChannelInboundStream<HTTPServerRequestPart>.AsyncIterator

    let head: HTTPRequestHead
    /// The path without its query.
    let path: Substring
    private(set) var parts: Parts
    /// Whether all of it was read, so that another request may follow.
    private(set) var isRead = false
    /// How many bytes its body has, as far as it was read.
    private(set) var bodyBytes = 0
    private let bodies: BodyAllowance
    private let limit: Int
    private var allowance = 0

    init(head: HTTPRequestHead, parts: Parts, bodies: BodyAllowance, limit: Int) {
        self.head = head
        self.parts = parts
        self.bodies = bodies
        self.limit = limit
        path = RequestTarget.path(of: head.uri)
    }

    /// Lets others use the memory that the body took; it is counted for as long as the request is being answered.
    mutating func release() {
        bodies.giveBack(allowance)
        allowance = 0
    }

    /// Reads the body whole.
    ///
    /// - Parameter mayBegin: Called before the first byte is awaited, where the client waits for leave to send.
    /// - Throws: ``InboundProblem`` where it is too large, or all bodies together are; what failed of the connection.
    mutating func body(mayBegin: () async throws -> Void) async throws -> [UInt8] {
        if let length = head.headers.first(name: "content-length").flatMap(Int.init), length > limit { throw tooLarge }
        if head.headers.first(name: "expect")?.lowercased() == "100-continue" { try await mayBegin() }
        var body: [UInt8] = []
        while let part = try await parts.next() {
            switch part {
            case .head: throw ConnectionFault.unexpectedHead
            case .body(let bytes):
                guard body.count + bytes.readableBytes <= limit else { throw tooLarge }
                guard bodies.take(bytes.readableBytes) else {
                    throw InboundProblem(
                        status: 503, code: "server_is_overloaded", "Too many large requests are being read at once; try again in a moment.")
                }
                allowance += bytes.readableBytes
                body.append(contentsOf: bytes.readableBytesView)
            case .end:
                isRead = true
                bodyBytes = body.count
                return body
            }
        }
        throw ConnectionFault.cut
    }

    /// Reads what is left of the body for nothing, so that the client, which may still be sending it, can read its answer.
    ///
    /// - Parameter most: So many bytes; of what is longer the rest is left unread.
    mutating func discard(_ most: Int) async throws {
        var left = most
        while !isRead, left >= 0, let part = try await parts.next() {
            switch part {
            case .head: throw ConnectionFault.unexpectedHead
            case .body(let bytes): left -= bytes.readableBytes
            case .end: isRead = true
            }
        }
    }

    /// Whether there is no body, or a short one whose length is known: then the rest is soon read, and another request can follow.
    ///
    /// Not where the client waits for leave to send it: without that it may send its next request at once.
    var isShort: Bool {
        guard !["transfer-encoding", "expect"].contains(where: { head.headers.contains(name: $0) }) else { return false }
        return head.headers.first(name: "content-length").map { Int($0).map { $0 <= 65_536 } ?? false } ?? true
    }

    private var tooLarge: InboundProblem {
        InboundProblem(
            status: 413, code: "request_too_large",
            "The body is larger than the \(limit) bytes that are taken here; send less, or raise --max-body.")
    }
}

/// What goes wrong with a connection.
enum ConnectionFault: Error {
    case cut
    case unexpectedHead
}
