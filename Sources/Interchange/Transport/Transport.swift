/// The wire: sends one request, once, and tells what came back.
///
/// A transport decides nothing. It never sends a request a second time, never follows a redirect, never waits before sending: retries,
/// pacing and fallback belong to the router alone.
public protocol Transport: Sendable {
    /// Starts one exchange and returns at once.
    ///
    /// What happens is told to `onEvent`, from any thread but never from two at a time, in order: at most one ``TransportEvent/head(_:)``,
    /// any number of ``TransportEvent/body(_:)``, and exactly one ``TransportEvent/end`` or ``TransportEvent/failed(_:)``, after which the
    /// closure is let go. `onEvent` returns quickly and never blocks.
    ///
    /// Bodies are read only as fast as they are used: after 256 KiB (or one larger chunk) that ``TransportExchange/consumed(_:)`` has not
    /// acknowledged, the transport stops reading from the connection until it is called.
    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange

    /// Closes every connection and stops the transport's threads; exchanges under way end with ``TransportFailure/Kind/cancelled``.
    ///
    /// An exchange started afterwards fails at once. Closing twice is harmless.
    func close()
}

/// The handle of one exchange under way.
public protocol TransportExchange: Sendable {
    /// Says that `count` bytes of body were used, so that as many more may be read.
    func consumed(_ count: Int)

    /// Ends the exchange and closes its connection (on HTTP/2: its stream).
    ///
    /// Harmless after the end. The last event may still be ``TransportEvent/end`` if it was already on its way.
    func cancel()
}

/// One thing that happened in an exchange.
public enum TransportEvent: Sendable {
    /// The final status line and the headers. Informational (1xx) heads are passed over.
    case head(TransportResponseHead)
    /// A piece of the body, decompressed, never empty.
    case body([UInt8])
    /// The body ended as its framing promised.
    case end
    /// The exchange did not end as it should; nothing follows.
    case failed(TransportFailure)
}

extension TransportEvent: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What happened, with only the size of a body, which holds the answer.
    public var description: String {
        switch self {
        case .head(let head): "head \(head.status)"
        case .body(let bytes): "\(bytes.count) bytes"
        case .end: "end"
        case .failed(let failure): "failed: \(failure)"
        }
    }

    public var debugDescription: String { description }

    /// Shows what the description shows, so that `dump` does not print an answer.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
