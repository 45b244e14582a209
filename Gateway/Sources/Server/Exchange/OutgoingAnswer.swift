import GatewayWire
import NIOCore
import NIOHTTP1
import Waybill

/// The answer to one request, whole or as a stream of events.
final class OutgoingAnswer {
    private let version: HTTPVersion
    private let keepsAlive: Bool
    private let isHead: Bool
    private let outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>
    private let watch: ConnectionWatch
    private let date: HTTPDate
    /// What was answered, for the access log; `nil`: nothing yet.
    private(set) var status: Int?
    /// What the client was told in place of an answer, since the rest of its request did not come.
    var refusal: InboundProblem? { watch.refusal }
    /// How many bytes of a body were sent.
    private(set) var bytes = 0
    /// Whether the connection ends with this answer.
    private(set) var closesConnection = false

    init(
        to request: HTTPRequestHead, outbound: NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>, watch: ConnectionWatch, date: HTTPDate
    ) {
        version = request.version
        keepsAlive = request.isKeepAlive
        isHead = request.method == .HEAD
        self.outbound = outbound
        self.watch = watch
        self.date = date
    }

    /// Gives leave to send a body.
    func invite() async throws { try await outbound.write(.head(HTTPResponseHead(version: version, status: .continue))) }

    // MARK: Whole

    /// Sends a whole answer.
    func send(
        status: Int, headers: [HeaderField] = [], contentType: StaticString = "application/json", body: [UInt8], closing: Bool = false
    ) async throws {
        if closing { closesConnection = true }
        var head = head(status, headers, contentType: "\(contentType)")
        head.headers.add(name: "Content-Length", value: String(body.count))
        self.status = status
        guard !body.isEmpty, !isHead else { return try await outbound.write(contentsOf: [.head(head), .end(nil)]) }
        bytes = body.count
        try await outbound.write(contentsOf: [.head(head), .body(.byteBuffer(ByteBuffer(bytes: body))), .end(nil)])
    }

    /// Sends an error; one within a stream that has begun as its last event.
    ///
    /// - Parameter writer: The writer of the stream, where one was awaited.
    func send(
        _ error: ErrorAnswer, headers: [HeaderField] = [], closing: Bool = false, in writer: (any AnswerWriter)? = nil
    ) async throws {
        guard var writer, !watch.cancelStream() else {
            return try await send(status: error.status, headers: headers + error.headers, body: error.json.bytes(), closing: closing)
        }
        var event: [UInt8] = []
        writer.write(error, to: &event)
        try await write(event)
        try await end()
    }

    // MARK: Streams

    /// A stream of events will follow; where its first is long in coming, the head goes ahead.
    func awaitStream(_ headers: [HeaderField]) {
        var head = head(200, headers, contentType: "text/event-stream; charset=utf-8")
        head.headers.add(name: "Cache-Control", value: "no-cache")
        // Proxies that gather answers would hold events back.
        head.headers.add(name: "X-Accel-Buffering", value: "no")
        if version != .http1_1 { closesConnection = true }
        status = 200
        watch.awaitStream(head)
    }

    /// Sends events, behind the head where that is still to be sent.
    ///
    /// Waits while the client does not read.
    func write(_ events: [UInt8], with headers: [HeaderField] = []) async throws {
        bytes += events.count
        let body = HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(bytes: events)))
        guard var head = watch.takeHead() else { return try await outbound.write(body) }
        for field in headers { head.headers.add(name: field.name, value: field.value) }
        try await outbound.write(contentsOf: [.head(head), body])
    }

    /// Ends the stream.
    func end() async throws { try await outbound.write(.end(nil)) }

    private func head(_ status: Int, _ headers: [HeaderField], contentType: String) -> HTTPResponseHead {
        var fields = HTTPHeaders()
        fields.reserveCapacity(headers.count + 5)
        fields.add(name: "Date", value: date.now)
        fields.add(name: "Content-Type", value: contentType)
        for field in headers { fields.add(name: field.name, value: field.value) }
        if closesConnection || !keepsAlive { fields.add(name: "Connection", value: "close") }
        return HTTPResponseHead(version: version, status: HTTPResponseStatus(statusCode: status), headers: fields)
    }
}
