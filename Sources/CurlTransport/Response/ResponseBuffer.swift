import WaybillInterchange

/// Holds what came of a response until the engine hands it over.
///
/// libcurl calls once for each header line and each chunk. Within one turn of the engine those calls are gathered here, so that an
/// answer that came in one packet, or ten streamed events that did, are one hand-over and not ten.
struct ResponseBuffer {
    /// Whether any line of a response has come, an informational one included.
    private(set) var hasBegun = false
    /// Why reading was given up.
    private(set) var violation: TransportFailure?

    private let maximumBytes: Int
    private var receivedBytes = 0
    private var reader = HeadReader()
    private var head: TransportResponseHead?
    private(set) var hasHead = false
    private var body: [UInt8] = []

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Takes a header line; false when reading is given up.
    mutating func takeHeader(_ line: UnsafeRawBufferPointer, reusedConnection: Bool) -> Bool {
        hasBegun = true
        switch reader.read(line) {
        case .more: return true
        case .complete(let status, let headers):
            head = TransportResponseHead(status: status, headers: headers, reusedConnection: reusedConnection)
            hasHead = true
            return true
        case .tooLarge: return giveUp(.tooLarge, "the headers are larger than \(HeadReader.limit) bytes")
        case .malformed: return giveUp(.malformed, "the response does not begin with a status line")
        }
    }

    /// Takes a piece of decompressed body; false when reading is given up.
    ///
    /// What fits below the limit is kept.
    mutating func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let kept = min(bytes.count, maximumBytes - receivedBytes)
        body.append(contentsOf: UnsafeRawBufferPointer(rebasing: bytes[..<max(0, kept)]))
        receivedBytes += bytes.count
        return kept == bytes.count || giveUp(.tooLarge, "the body is larger than \(maximumBytes) bytes")
    }

    /// How many bytes of body are waiting to be handed over.
    var gatheredBodyBytes: Int { body.count }

    /// The head, once.
    mutating func takeHead() -> TransportResponseHead? {
        head.take()
    }

    /// The bytes gathered since the last call.
    mutating func takeBody() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &body)
        return taken
    }

    private mutating func giveUp(_ kind: TransportFailure.Kind, _ detail: String) -> Bool {
        violation = TransportFailure(kind, detail: detail)
        return false
    }
}
