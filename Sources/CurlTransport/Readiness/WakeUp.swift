import CWaybillCURL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A descriptor that any thread can make readable, to wake the one that sleeps on it.
final class WakeUp: Sendable {
    /// The end that is waited on.
    let descriptor: Int32
    private let signalDescriptor: Int32

    init() {
        #if os(Linux)
        descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
        signalDescriptor = descriptor
        #else
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        (descriptor, signalDescriptor) = (ends[0], ends[1])
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        #endif
        precondition(descriptor >= 0, "The system has no descriptor to give.")
    }

    deinit {
        close(descriptor)
        if signalDescriptor != descriptor { close(signalDescriptor) }
    }

    /// Makes the descriptor readable.
    ///
    /// A pipe that is full, and so refuses the bytes, is readable already.
    func signal() {
        var one: UInt64 = 1
        _ = write(signalDescriptor, &one, MemoryLayout<UInt64>.size)
    }

    /// Makes the descriptor unreadable again, for waits that report a state and not a change.
    func drain() {
        withUnsafeTemporaryAllocation(byteCount: 512, alignment: 8) { room in
            while read(descriptor, room.baseAddress, room.count) == room.count {}
        }
    }
}
