import CWaybillCURL
import WaybillInterchange

/// One exchange as libcurl sees it: the easy handle, what it sends and what it has received.
///
/// Unchecked: it is made on the caller's thread, so that the engine's has less to do, and given away with the command that starts it;
/// from then on the engine's thread alone touches it.
final class Transfer: @unchecked Sendable {
    let exchange: Exchange
    let easy: EasyHandle
    /// Whom to tell what happens.
    let onEvent: @Sendable (TransportEvent) -> Void
    /// What came of the response and was not handed over yet.
    var response: ResponseBuffer
    /// Whether something came since the last hand-over.
    var hasArrivals = false
    /// The last event, once it is known and until it is handed over with what came before it.
    var ending: TransportEvent?
    /// Whether nothing more is handed over.
    var hasEnded = false
    private(set) var sendOnce = SendOnce()
    private(set) var reusedConnection = false
    private var connection: ConnectionID?

    /// Where to say that something came; set by the engine when the transfer starts.
    var arrivals: Arrivals?
    /// The request without its body.
    private var request: TransportRequest
    private let endpoint: Endpoint
    private let headers: HeaderList
    /// The body that libcurl has no copy of, until all of it was given.
    private var unsentBody: [UInt8] = []
    private var sentBodyBytes = 0

    /// A body up to this size leaves in one segment with the headers; libcurl keeps a copy of it, and the transfer none.
    private static let smallBody = 64 << 10

    /// Checks a request and tells libcurl everything about it; nothing is sent yet.
    ///
    /// - Throws: ``TransportFailure/Kind/refused`` when the request may not be sent.
    init(
        _ request: TransportRequest, exchange: Exchange, easy: EasyHandle, idleLifetime: Duration,
        onEvent: @escaping @Sendable (TransportEvent) -> Void
    ) throws(TransportFailure) {
        self.request = request
        self.exchange = exchange
        self.easy = easy
        self.onEvent = onEvent
        response = ResponseBuffer(maximumBytes: request.maximumResponseBytes)
        endpoint = try Endpoint(request.url, rules: request.connection)
        headers = try HeaderList(request.headers)
        try setConnectionRules(idleLifetime: idleLifetime)
        try setRequest()
        try setCallbacks()
        self.request.body = []
    }

    /// The transfer that a handle was set up for.
    static func owning(_ easy: UnsafeMutableRawPointer) -> Transfer {
        var context: UnsafeMutableRawPointer?
        waybill_easy_get_pointer(easy, CURLINFO_PRIVATE, &context)
        guard let context else { preconditionFailure("A handle without a transfer.") }
        return at(context)
    }

    /// How the transfer ended.
    func outcome(_ code: CURLcode) -> TransferOutcome {
        TransferOutcome(
            code: code, message: easy.message, sendOnce: sendOnce, reusedConnection: reusedConnection, connection: connection,
            hasResponseBegun: response.hasBegun, hasHead: response.hasHead, violation: response.violation,
            connectLimitIsFirst: request.connectLimit <= request.totalLimit)
    }

    /// Reads on after a pause.
    func resume() {
        curl_easy_pause(easy.raw, CURLPAUSE_CONT)
    }

    /// Has the connection closed when the transfer is taken out before its end, unless other exchanges share it.
    ///
    /// Over HTTP/1.1 it would be closed anyway. Over HTTP/2 libcurl only notes down the reset of the stream and sends it when something
    /// else happens on the connection (seen with 7.88): a model would go on writing, and be paid for, without a reader.
    func giveUpConnection() {
        waybill_easy_set_long(easy.raw, CURLOPT_FORBID_REUSE, 1)
    }

    private func setConnectionRules(idleLifetime: Duration) throws(TransportFailure) {
        try easy.allowHTTPOnly()
        try easy.set(CURLOPT_FOLLOWLOCATION, 0)
        try easy.set(CURLOPT_NOSIGNAL, 1)
        waybill_easy_never_wait_for_resolver(easy.raw)
        if endpoint.isLoopback { try easy.set(CURLOPT_PROXY, "") }
        try easy.set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        try easy.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = request.connection.certificateAuthorityFile { try easy.set(CURLOPT_CAINFO, file) }
        // A libcurl built without HTTP/2 does not take this and speaks HTTP/1.1, which serves as well.
        waybill_easy_set_long(easy.raw, CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try easy.set(CURLOPT_TCP_NODELAY, 1)
        // A reasoning model is silent for minutes; this keeps address translators from forgetting the connection, and notices its loss.
        try easy.set(CURLOPT_TCP_KEEPALIVE, 1)
        if request.usesFreshConnection { try easy.set(CURLOPT_FRESH_CONNECT, 1) }
        try easy.set(CURLOPT_MAXAGE_CONN, max(1, Int(idleLifetime.components.seconds)))
        try easy.set(CURLOPT_CONNECTTIMEOUT_MS, request.connectLimit.limitMilliseconds)
        try easy.set(CURLOPT_TIMEOUT_MS, request.totalLimit.limitMilliseconds)
    }

    private func setRequest() throws(TransportFailure) {
        try easy.set(CURLOPT_CURLU, UnsafeRawPointer(endpoint.parsed))
        waybill_easy_set_list(easy.raw, headers.first)
        // Every encoding this libcurl knows.
        try easy.set(CURLOPT_ACCEPT_ENCODING, "")
        switch request.method {
        case "GET" where request.body.isEmpty: try easy.set(CURLOPT_HTTPGET, 1)
        case "POST": try setBody()
        case "GET": throw .refused("a GET has no body")
        default: throw .refused("the method \(request.method) is neither POST nor GET")
        }
    }

    private func setBody() throws(TransportFailure) {
        try easy.set(CURLOPT_POST, 1)
        try easy.set(CURLOPT_POSTFIELDSIZE_LARGE, offset: request.body.count)
        if request.body.isEmpty {
            try easy.set(CURLOPT_COPYPOSTFIELDS, "")
        } else if request.body.count <= Self.smallBody {
            try easy.set(CURLOPT_COPYPOSTFIELDS, copying: request.body)
        } else {
            unsentBody = request.body
            try easy.set(CURLOPT_READFUNCTION) { room, size, count, context in
                Transfer.at(context).giveBody(to: UnsafeMutableRawBufferPointer(start: room, count: size * count))
            }
            try easy.set(CURLOPT_READDATA, context)
        }
    }
}

/// What libcurl calls while it works on the transfer.
extension Transfer {
    private func setCallbacks() throws(TransportFailure) {
        try easy.collectMessage()
        try easy.set(CURLOPT_PRIVATE, context)
        try easy.set(CURLOPT_HEADERDATA, context)
        try easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, context in
            Transfer.at(context).takeHeader(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.set(CURLOPT_WRITEDATA, context)
        try easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, context in
            Transfer.at(context).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        try easy.set(CURLOPT_PREREQDATA, context)
        waybill_easy_set_prerequest_callback(easy.raw) { context, remote, local, remotePort, localPort in
            let connection = ConnectionID(remote, remotePort, local, localPort)
            return Transfer.at(context).maySend(over: connection) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
        }
        try easy.set(CURLOPT_OPENSOCKETDATA, context)
        waybill_easy_set_open_socket_callback(easy.raw) { context, _, address in
            Transfer.at(context).openSocket(address.pointee)
        }
    }

    private func takeHeader(_ line: UnsafeRawBufferPointer) -> Int {
        arrive()
        if response.takeHeader(line, reusedConnection: reusedConnection) { return line.count }
        giveUpConnection()
        return 0
    }

    private func takeBody(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard exchange.mayRead(gathered: response.gatheredBodyBytes) else { return Int(CURL_WRITEFUNC_PAUSE) }
        arrive()
        if response.takeBody(bytes) { return bytes.count }
        giveUpConnection()
        return 0
    }

    /// Makes sure that what came is handed over.
    func arrive() {
        guard !hasArrivals else { return }
        hasArrivals = true
        arrivals?.add(self)
    }

    /// Gives the next piece of a large body.
    ///
    /// There is no way back to its start: what was given once is never given again.
    private func giveBody(to room: UnsafeMutableRawBufferPointer) -> Int {
        let given = unsentBody.withUnsafeBytes { body in
            let piece = body[sentBodyBytes...].prefix(room.count)
            room.copyMemory(from: UnsafeRawBufferPointer(rebasing: piece))
            return piece.count
        }
        sentBodyBytes += given
        if sentBodyBytes == unsentBody.count { (unsentBody, sentBodyBytes) = ([], 0) }
        return given
    }

    private func maySend(over connection: ConnectionID) -> Bool {
        guard sendOnce.maySend() else { return false }
        self.connection = connection
        reusedConnection = easy.long(CURLINFO_NUM_CONNECTS) == 0
        return true
    }

    private func openSocket(_ address: curl_sockaddr) -> curl_socket_t {
        guard sendOnce.mayConnect() else { return CURL_SOCKET_BAD }
        return openClosingOnExec(address)
    }

    private var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

    private static func at(_ context: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged.fromOpaque(context).takeUnretainedValue()
    }
}

extension ConnectionID {
    /// The connection between two addresses, which no other has at the same time.
    ///
    /// libcurl has numbers for connections since 8.2; older ones are in use.
    fileprivate init(
        _ remote: UnsafePointer<CChar>?, _ remotePort: Int32, _ local: UnsafePointer<CChar>?, _ localPort: Int32
    ) {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func take(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        func take(_ address: UnsafePointer<CChar>?, _ port: Int32) {
            var next = address
            while let byte = next?.pointee, byte != 0 {
                take(UInt8(bitPattern: byte))
                next = next?.successor()
            }
            for shift in stride(from: 0, to: 32, by: 8) { take(UInt8(truncatingIfNeeded: port >> Int32(shift))) }
        }
        take(remote, remotePort)
        take(local, localPort)
        self.init(hash)
    }
}

extension Duration {
    /// The duration as libcurl takes a limit: whole milliseconds, at least one (zero would mean none), at most what fits its 32 bits.
    fileprivate var limitMilliseconds: Int {
        let milliseconds = self / .milliseconds(1)
        return max(1, Int(min(milliseconds.rounded(.up), Double(Int32.max))))
    }
}
