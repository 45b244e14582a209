#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A socket call that failed.
public struct SocketError: Error {
    /// The call.
    public let call: String
    /// What `errno` said.
    public let code: Int32
}

extension SocketError: CustomStringConvertible {
    /// The call and the system's reason.
    public var description: String { "\(call) failed: \(String(cString: strerror(code)))" }
}

/// The few socket calls the server needs.
enum Socket {
    enum Received {
        case bytes(Int)
        case closed
        case lost
    }

    /// A socket that listens on a port of `127.0.0.1` which the kernel chooses.
    static func openListener(backlog: Int32) throws -> (socket: Int32, port: UInt16) {
        #if canImport(Darwin)
        let type = SOCK_STREAM
        #else
        let type = Int32(SOCK_STREAM.rawValue)
        #endif
        let fd = socket(AF_INET, type, 0)
        guard fd >= 0 else { throw SocketError(call: "socket", code: errno) }
        closeOnExec(fd)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(fd, address, length) == 0 && getsockname(fd, address, &length) == 0
            }
        }
        guard isListening, listen(fd, backlog) == 0 else {
            let code = errno
            close(fd)
            throw SocketError(call: "listen", code: code)
        }
        return (fd, UInt16(bigEndian: address.sin_port))
    }

    /// Waits for a connection; false when the other descriptor became readable.
    static func waitReadable(_ socket: Int32, unless other: Int32) -> Bool {
        var descriptors = [pollfd(fd: socket, events: Int16(POLLIN), revents: 0), pollfd(fd: other, events: Int16(POLLIN), revents: 0)]
        while poll(&descriptors, 2, -1) < 0 && errno == EINTR {}
        return descriptors[1].revents == 0
    }

    static func nextConnection(of listener: Int32) -> Int32? {
        let fd = accept(listener, nil, nil)
        guard fd >= 0 else { return nil }
        closeOnExec(fd)
        var yes: Int32 = 1
        setsockopt(fd, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
        #if canImport(Darwin)
        setsockopt(fd, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
        #endif
        return fd
    }

    /// Appends what has come, waiting for the first byte.
    static func receive(_ socket: Int32, into buffer: inout [UInt8]) -> Received {
        withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 1) { room in
            var count = recv(socket, room.baseAddress, room.count, 0)
            while count < 0 && errno == EINTR { count = recv(socket, room.baseAddress, room.count, 0) }
            guard count > 0 else { return count == 0 ? .closed : .lost }
            buffer.append(contentsOf: UnsafeRawBufferPointer(rebasing: room[..<count]))
            return .bytes(count)
        }
    }

    static func discardUntilClosed(_ socket: Int32) -> ConnectionRecord.Ending {
        var ignored: [UInt8] = []
        while true {
            ignored.removeAll(keepingCapacity: true)
            switch receive(socket, into: &ignored) {
            case .bytes: continue
            case .closed: return .closedByClient
            case .lost: return .resetByClient
            }
        }
    }

    /// Sends what the kernel takes; nil when the connection is gone.
    static func write(_ bytes: ArraySlice<UInt8>, to socket: Int32) -> Int? {
        #if canImport(Darwin)
        let flags: Int32 = 0
        #else
        let flags = Int32(MSG_NOSIGNAL)
        #endif
        return bytes.withUnsafeBytes { bytes in
            while true {
                let count = send(socket, bytes.baseAddress, bytes.count, flags)
                if count >= 0 { return count }
                if errno != EINTR { return nil }
            }
        }
    }

    /// Makes a coming ``discard(_:)`` send a reset in place of an orderly end.
    static func lingerNot(_ socket: Int32) {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Ends both directions, which makes blocked calls return.
    static func shutDown(_ socket: Int32) {
        #if canImport(Darwin)
        shutdown(socket, SHUT_RDWR)
        #else
        shutdown(socket, Int32(SHUT_RDWR))
        #endif
    }

    /// Keeps a descriptor from the programs that a test starts: an end that they hold open would never be seen to close.
    static func closeOnExec(_ descriptor: Int32) {
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    static func discard(_ socket: Int32) {
        close(socket)
    }
}
