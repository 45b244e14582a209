import CWaybillCURL
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// One thread that is started once and waited for at the end.
final class EngineThread: Sendable {
    /// The thread while it still has to be joined.
    private let handle = Mutex<pthread_t?>(nil)
    /// The thread's own identity, written by itself before anything else; 0 before that.
    private let identity = Atomic<UInt>(0)

    /// Starts the thread.
    ///
    /// It blocks every signal: handlers of the program run elsewhere, and a write to a lost connection cannot raise `SIGPIPE`.
    ///
    /// - Returns: False when the system has no thread to give.
    func launch(_ body: @escaping @Sendable () -> Void) -> Bool {
        handle.withLock { handle in
            let work = Unmanaged.passRetained(
                Work { [self] in
                    identity.store(Self.current, ordering: .releasing)
                    Self.nameCurrent("waybill.wire")
                    body()
                })
            var all = sigset_t()
            var previous = sigset_t()
            sigfillset(&all)
            pthread_sigmask(SIG_SETMASK, &all, &previous)
            defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
            #if canImport(Darwin)
            var thread: pthread_t?
            #else
            var thread = pthread_t()
            #endif
            guard pthread_create(&thread, nil, runWork, work.toOpaque()) == 0 else {
                work.release()
                return false
            }
            handle = thread
            return true
        }
    }

    /// Waits until the thread has ended; called on that thread itself, lets it end alone.
    func join() {
        if identity.load(ordering: .acquiring) == Self.current {
            // Should another thread hold the lock, it is in `pthread_join` already.
            handle.withLockIfAvailable { handle in
                if let thread = handle.take() { pthread_detach(thread) }
            }
        } else {
            // A second caller waits for the lock, and so for the same end.
            handle.withLock { handle in
                if let thread = handle.take() { pthread_join(thread, nil) }
            }
        }
    }

    /// Gives the calling thread the name that debuggers and profilers show.
    private static func nameCurrent(_ name: String) {
        #if canImport(Darwin)
        pthread_setname_np(name)
        #else
        waybill_name_current_thread(name)
        #endif
    }

    private static var current: UInt {
        #if canImport(Darwin)
        UInt(bitPattern: pthread_self())
        #else
        UInt(pthread_self())
        #endif
    }
}

/// Carries the body of a thread through C's single pointer.
private final class Work {
    let body: @Sendable () -> Void

    init(_ body: @escaping @Sendable () -> Void) {
        self.body = body
    }
}

#if canImport(Darwin)
private func runWork(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
    return nil
}
#else
private func runWork(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context else { return nil }
    Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
    return nil
}
#endif
