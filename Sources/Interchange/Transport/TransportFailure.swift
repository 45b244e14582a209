/// Why an exchange ended before its response was whole.
public struct TransportFailure: Error, Sendable, Hashable {
    /// What went wrong, as an open vocabulary.
    public struct Kind: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral value: String) { rawValue = value }
        public var description: String { rawValue }

        /// The request may not be sent: a URL that is none, a scheme other than http and https, plain http beyond loopback.
        public static let refused: Kind = "refused"
        /// The host's name does not resolve.
        public static let resolve: Kind = "resolve"
        /// No connection could be made, the proxy's included.
        public static let connect: Kind = "connect"
        /// TLS failed: an unverifiable certificate, a bad authority file, a handshake error.
        public static let tls: Kind = "tls"
        /// The connection was not made within ``TransportRequest/connectLimit``.
        public static let connectTimeout: Kind = "connect-timeout"
        /// The exchange took longer than ``TransportRequest/totalLimit``.
        public static let timeout: Kind = "timeout"
        /// The connection was lost before any byte of the response.
        public static let reset: Kind = "reset"
        /// The connection was lost, or the body ended short, after the response had begun.
        public static let cut: Kind = "cut"
        /// The response is larger than ``TransportRequest/maximumResponseBytes``, or its head than 256 KiB.
        public static let tooLarge: Kind = "too-large"
        /// What came is not HTTP, or its compression is broken.
        public static let malformed: Kind = "malformed"
        /// The exchange was cancelled, or the transport closed.
        public static let cancelled: Kind = "cancelled"
    }

    /// What went wrong.
    public var kind: Kind
    /// A short technical reason, such as libcurl's; never content, never a header.
    public var detail: String
    /// Whether the exchange used a connection that had served an earlier one.
    public var reusedConnection: Bool
    /// The connection that was lost; `nil` where none was, or the transport does not tell them apart.
    ///
    /// All exchanges that it carried fail with the same: it was one loss.
    public var lostConnection: ConnectionID?

    /// Creates a failure.
    public init(_ kind: Kind, detail: String = "", reusedConnection: Bool = false, lostConnection: ConnectionID? = nil) {
        self.kind = kind
        self.detail = detail
        self.reusedConnection = reusedConnection
        self.lostConnection = lostConnection
    }
}

/// Tells a transport's connections apart; says nothing else of them.
public struct ConnectionID: Sendable, Hashable {
    private let number: UInt64

    /// Creates an identity of a number that no other connection of these minutes has.
    public init(_ number: UInt64) { self.number = number }
}

extension TransportFailure: CustomStringConvertible {
    public var description: String { detail.isEmpty ? kind.rawValue : "\(kind.rawValue): \(detail)" }
}
