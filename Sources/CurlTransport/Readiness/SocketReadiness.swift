import CWaybillCURL

/// Tells the engine's thread which sockets libcurl may work on, and lets it sleep until then.
///
/// libcurl's own `curl_multi_poll` and `curl_multi_perform` look at every transfer each time one of them moves; with a hundred streams
/// open, that is several times the work of looking at the one socket that is ready.
protocol SocketReadiness: AnyObject {
    init(wakeUp: WakeUp)

    /// Looks out for a socket from now on, or looks out for something else on it.
    func watch(_ socket: Int32, for interest: SocketInterest)

    /// Looks out for a socket no longer.
    func ignore(_ socket: Int32)

    /// Sleeps until a socket is ready, someone wakes the thread, or the time is over.
    ///
    /// - Parameter milliseconds: How long at the most; negative for as long as it takes.
    /// - Returns: The sockets that are ready, perhaps not all of them.
    func wait(milliseconds: Int32) -> [ReadySocket]
}

/// What libcurl waits for on a socket.
struct SocketInterest: OptionSet {
    var rawValue: Int32

    static let reading = SocketInterest(rawValue: CURL_POLL_IN)
    static let writing = SocketInterest(rawValue: CURL_POLL_OUT)
}

/// A socket on which something happened, in the terms of `curl_multi_socket_action`.
struct ReadySocket {
    var socket: Int32
    var events: Int32
}
