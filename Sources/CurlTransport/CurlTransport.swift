public import WaybillInterchange

/// The transport over real sockets: libcurl's multi interface on one thread.
///
/// HTTP/1.1 and, over TLS where the server offers it, HTTP/2, on connections that are kept for the next exchange. The thread starts with
/// the first exchange; all sending and receiving, and every event, happens on it.
///
/// A request is never sent twice, not even where libcurl would do so by itself, when a reused connection has died. Nothing is sent that
/// the request does not say, but `Host`, `Content-Length` and `Accept-Encoding`.
///
/// A proxy is taken from the environment (`https_proxy`, `http_proxy`, `all_proxy`, `no_proxy`) as libcurl does, never for loopback.
///
/// ## Usage
///
/// ```swift
/// let transport = CurlTransport()
/// let exchange = transport.start(TransportRequest(url: "https://api.example.com/v1/responses", body: body)) { event in
///     // On the transport's thread: hand the event on and return.
/// }
/// ```
///
/// Requests that start together over TLS to a host without a connection each open one: `CURLOPT_PIPEWAIT`, which would let them wait for
/// the first to learn whether it can be shared, hides a queue in which no connect limit runs. Later exchanges share what is there.
public final class CurlTransport: Transport {
    private let engine: Engine

    /// Creates a transport; nothing is opened before its first exchange.
    ///
    /// - Parameters:
    ///   - maximumIdleConnections: How many connections at the most are open when an exchange has ended, those in use counted;
    ///     beyond it the connection of that exchange, or the one idle for longest, is closed. More may be in use.
    ///   - idleLifetime: How long a connection without an exchange may still be used again.
    public init(maximumIdleConnections: Int = 128, idleLifetime: Duration = .seconds(30)) {
        engine = Engine(limits: EngineLimits(maximumIdleConnections: maximumIdleConnections, idleLifetime: idleLifetime))
    }

    init(engine: Engine) {
        self.engine = engine
    }

    /// Starts one exchange and returns at once.
    ///
    /// Events come on the transport's thread, never within this call; the one exception is the failure of an exchange that is started
    /// after ``close()``.
    public func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        engine.start(request, onEvent: onEvent)
    }

    /// Closes every connection, ends what is under way with ``TransportFailure/Kind/cancelled`` and waits until the thread has ended.
    ///
    /// Called from within an event, it cannot wait for the thread it runs on: it returns at once, and the thread ends after that event.
    public func close() {
        engine.close()
    }

    deinit {
        engine.close()
    }
}
