/// One HTTP request, ready to be sent as it stands.
public struct TransportRequest: Sendable, Hashable {
    /// The method: `POST` or `GET`.
    public var method: String
    /// The absolute URL.
    public var url: String
    /// The headers in the order in which they are sent.
    public var headers: [HeaderField]
    /// The exact body; empty for a `GET`.
    public var body: [UInt8]
    /// What the connection must satisfy.
    public var connection: ConnectionRules
    /// Whether a connection that served before must not be used.
    public var usesFreshConnection = false
    /// The longest time to reach the server: name resolution, TCP and TLS together.
    public var connectLimit: Duration
    /// The longest time for the whole exchange.
    ///
    /// A transport ends it with ``TransportFailure/Kind/timeout``.
    public var totalLimit: Duration
    /// The most body bytes read before the exchange fails with ``TransportFailure/Kind/tooLarge``, counted after decompression.
    public var maximumResponseBytes: Int

    /// Creates a request.
    public init(
        method: String = "POST", url: String, headers: [HeaderField] = [], body: [UInt8] = [], connection: ConnectionRules = .init(),
        connectLimit: Duration = .seconds(5), totalLimit: Duration = .seconds(300), maximumResponseBytes: Int = 64 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.connection = connection
        self.connectLimit = connectLimit
        self.totalLimit = totalLimit
        self.maximumResponseBytes = maximumResponseBytes
    }
}

extension TransportRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The request in one line, with `•••` for credentials and only the size of the body, which holds the prompt.
    public var description: String {
        "\(method) \(url) (\(headers.map(\.description).joined(separator: ", "))), \(body.count) bytes"
    }

    public var debugDescription: String { description }

    /// Shows what the description shows, so that `dump` does not print a prompt.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}

/// What must hold for a connection before a request may use it.
public struct ConnectionRules: Sendable, Hashable {
    /// A PEM file with the certificate authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    /// Whether `http://` is allowed to hosts other than loopback.
    ///
    /// Plain HTTP to loopback is always allowed.
    public var allowsPlainHTTP: Bool

    /// Creates rules; by default the system's authorities are trusted and plain HTTP is refused beyond loopback.
    public init(certificateAuthorityFile: String? = nil, allowsPlainHTTP: Bool = false) {
        self.certificateAuthorityFile = certificateAuthorityFile
        self.allowsPlainHTTP = allowsPlainHTTP
    }
}
