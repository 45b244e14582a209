import CWaybillCURL
import WaybillInterchange

/// libcurl's multi handle, told of ready sockets and due timers in place of finding them itself.
///
/// Used by the engine's thread only.
final class MultiHandle {
    private let raw: UnsafeMutableRawPointer
    private let readiness: any SocketReadiness
    private let clock = ContinuousClock()
    private var timer: ContinuousClock.Instant?

    init(maximumIdleConnections: Int, readiness: any SocketReadiness) {
        guard let raw = curl_multi_init() else { preconditionFailure("libcurl has no memory for its multi handle.") }
        self.raw = raw
        self.readiness = readiness
        let context = Unmanaged.passUnretained(self).toOpaque()
        waybill_multi_set_long(raw, CURLMOPT_MAXCONNECTS, maximumIdleConnections)
        waybill_multi_set_pointer(raw, CURLMOPT_SOCKETDATA, context)
        waybill_multi_set_pointer(raw, CURLMOPT_TIMERDATA, context)
        waybill_multi_set_socket_callback(raw) { _, socket, interest, context, _ in
            MultiHandle.at(context).socketChanged(socket, interest: interest)
            return 0
        }
        waybill_multi_set_timer_callback(raw) { _, milliseconds, context in
            MultiHandle.at(context).timerChanged(milliseconds)
            return 0
        }
    }

    /// Closes every connection; nothing may be asked of the handle afterwards.
    func close() {
        curl_multi_cleanup(raw)
    }

    /// Takes a transfer in; it begins with the next turn.
    func add(_ transfer: Transfer) throws(TransportFailure) {
        let code = curl_multi_add_handle(raw, transfer.easy.raw)
        guard code == CURLM_OK else { throw TransportFailure(.connect, detail: String(cString: curl_multi_strerror(code))) }
    }

    /// Takes a transfer out; one that has not ended loses its connection, or on HTTP/2 its stream.
    func remove(_ transfer: Transfer) {
        curl_multi_remove_handle(raw, transfer.easy.raw)
    }

    func act(on ready: ReadySocket) {
        var running: Int32 = 0
        curl_multi_socket_action(raw, ready.socket, ready.events, &running)
    }

    /// Does what is due now.
    func runTimers() {
        var running: Int32 = 0
        // Bounded: a timer that libcurl sets to now each time must not keep the engine from its sockets.
        for _ in 0..<16 {
            guard let timer, timer <= clock.now else { return }
            self.timer = nil
            curl_multi_socket_action(raw, CURL_SOCKET_TIMEOUT, 0, &running)
        }
    }

    /// How long until something is due; nil when nothing is.
    var timeToTimer: Duration? {
        timer.map { max(.zero, clock.now.duration(to: $0)) }
    }

    /// The next transfer that has ended, with libcurl's code for how.
    func nextFinished() -> (Transfer, CURLcode)? {
        var waiting: Int32 = 0
        while let message = curl_multi_info_read(raw, &waiting) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            return (Transfer.owning(easy), waybill_message_result(message))
        }
        return nil
    }

    private func socketChanged(_ socket: Int32, interest: Int32) {
        if interest == CURL_POLL_REMOVE {
            readiness.ignore(socket)
        } else {
            readiness.watch(socket, for: SocketInterest(rawValue: interest))
        }
    }

    private func timerChanged(_ milliseconds: Int) {
        timer = milliseconds < 0 ? nil : clock.now + .milliseconds(milliseconds)
    }

    private static func at(_ context: UnsafeMutableRawPointer) -> MultiHandle {
        Unmanaged.fromOpaque(context).takeUnretainedValue()
    }
}
