import CWaybillCURL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Readiness through `poll`, for every system.
///
/// Used by the engine's thread only.
final class PollReadiness: SocketReadiness {
    private let wakeUp: WakeUp
    private var descriptors: [pollfd]

    init(wakeUp: WakeUp) {
        self.wakeUp = wakeUp
        descriptors = [pollfd(fd: wakeUp.descriptor, events: Int16(POLLIN), revents: 0)]
    }

    func watch(_ socket: Int32, for interest: SocketInterest) {
        var events: Int16 = 0
        if interest.contains(.reading) { events |= Int16(POLLIN) }
        if interest.contains(.writing) { events |= Int16(POLLOUT) }
        if let index = index(of: socket) {
            descriptors[index].events = events
        } else {
            descriptors.append(pollfd(fd: socket, events: events, revents: 0))
        }
    }

    func ignore(_ socket: Int32) {
        guard let index = index(of: socket) else { return }
        descriptors.swapAt(index, descriptors.count - 1)
        descriptors.removeLast()
    }

    func wait(milliseconds: Int32) -> [ReadySocket] {
        guard poll(&descriptors, nfds_t(descriptors.count), milliseconds) > 0 else { return [] }
        if descriptors[0].revents != 0 { wakeUp.drain() }
        return descriptors.dropFirst()
            .compactMap { descriptor in
                descriptor.revents == 0 ? nil : ReadySocket(socket: descriptor.fd, events: Self.translated(descriptor.revents))
            }
    }

    /// The place of a socket; the first descriptor is the one that wakes.
    private func index(of socket: Int32) -> Int? {
        descriptors.dropFirst().firstIndex { $0.fd == socket }
    }

    private static func translated(_ events: Int16) -> Int32 {
        var result: Int32 = 0
        if events & Int16(POLLIN) != 0 { result |= CURL_CSELECT_IN }
        if events & Int16(POLLOUT) != 0 { result |= CURL_CSELECT_OUT }
        if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { result |= CURL_CSELECT_ERR }
        return result
    }
}
