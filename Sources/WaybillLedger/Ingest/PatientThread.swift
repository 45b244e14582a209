@preconcurrency import Dispatch
import Foundation

#if canImport(Glibc)
import Glibc
#endif

/// A thread for work that can wait: it gets what is left of the processors by those who are in a hurry.
///
/// On Linux it is as nice as a thread can be, elsewhere of the class for what nobody waits for.
final class PatientThread: Sendable {
    /// Rings when there is something to do, and at the end.
    private let bell = DispatchSemaphore(value: 0)
    /// Rings at the end.
    private let end = DispatchSemaphore(value: 0)

    deinit {
        end.signal()
        bell.signal()
    }

    /// Starts the thread, which ends with this.
    ///
    /// - Parameters:
    ///   - delay: For how long it waits each time after it was woken, so that more comes together.
    ///   - work: What it does then; it must not keep this alive.
    func start(_ name: String, delay: Duration, _ work: @escaping @Sendable () -> Void) {
        let thread = Thread { [bell, end] in
            #if canImport(Glibc)
            // On Linux this is the calling thread alone, other than POSIX has it. Where it may not be nicer, it works as others do.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            #endif
            while true {
                bell.wait()
                if end.wait(timeout: .now() + .microseconds(Int(delay.wholeMicroseconds))) == .success { return }
                work()
            }
        }
        thread.name = name
        #if canImport(Darwin)
        thread.qualityOfService = .background
        #endif
        thread.start()
    }

    /// Has the thread work after its delay.
    func wake() { bell.signal() }
}
