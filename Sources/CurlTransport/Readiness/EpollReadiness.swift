#if os(Linux)
import CWaybillCURL

#if canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Readiness through `epoll`: what a wait costs does not grow with the number of streams that are open.
///
/// Used by the engine's thread only.
final class EpollReadiness: SocketReadiness {
    private let epoll: Int32
    private let wakeUp: WakeUp
    private var watched: Set<Int32> = []
    private var events = [epoll_event](repeating: epoll_event(), count: 128)

    init(wakeUp: WakeUp) {
        self.wakeUp = wakeUp
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        precondition(epoll >= 0, "The system has no epoll descriptor to give.")
        // Edge-triggered: each signal is reported once, and the descriptor never has to be drained.
        control(EPOLL_CTL_ADD, wakeUp.descriptor, EPOLLIN.rawValue | EPOLLET.rawValue)
    }

    deinit {
        close(epoll)
    }

    func watch(_ socket: Int32, for interest: SocketInterest) {
        var events: UInt32 = 0
        if interest.contains(.reading) { events |= EPOLLIN.rawValue }
        if interest.contains(.writing) { events |= EPOLLOUT.rawValue }
        control(watched.insert(socket).inserted ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, socket, events)
    }

    func ignore(_ socket: Int32) {
        guard watched.remove(socket) != nil else { return }
        control(EPOLL_CTL_DEL, socket, 0)
    }

    func wait(milliseconds: Int32) -> [ReadySocket] {
        let count = epoll_wait(epoll, &events, Int32(events.count), milliseconds)
        guard count > 0 else { return [] }
        return events[..<Int(count)]
            .compactMap { event in
                event.data.fd == wakeUp.descriptor ? nil : ReadySocket(socket: event.data.fd, events: Self.translated(event.events))
            }
    }

    private func control(_ operation: Int32, _ descriptor: Int32, _ events: UInt32) {
        var event = epoll_event(events: events, data: epoll_data(fd: descriptor))
        epoll_ctl(epoll, operation, descriptor, &event)
    }

    private static func translated(_ events: UInt32) -> Int32 {
        var result: Int32 = 0
        if events & EPOLLIN.rawValue != 0 { result |= CURL_CSELECT_IN }
        if events & EPOLLOUT.rawValue != 0 { result |= CURL_CSELECT_OUT }
        if events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { result |= CURL_CSELECT_ERR }
        return result
    }
}
#endif
