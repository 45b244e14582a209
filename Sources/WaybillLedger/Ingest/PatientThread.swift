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
    /// - Parameter work: What it does each time that it is woken; it must not keep this alive. It returns after how long it is to be called again by
    ///   itself; `nil`: not before the thread is woken.
    func start(_ name: String, _ work: @escaping @Sendable () -> Duration?) {
        let thread = Thread { [bell, end] in
            #if canImport(Glibc)
            // On Linux this is the calling thread alone, other than POSIX has it. Where it may not be nicer, it works as others do.
            setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, 19)
            #endif
            while true {
                bell.wait()
                var pause: Duration? = .zero
                while let time = pause {
                    if end.wait(timeout: .now() + .microseconds(Int(time.wholeMicroseconds))) == .success { return }
                    pause = work()
                }
            }
        }
        thread.name = name
        #if canImport(Darwin)
        thread.qualityOfService = .background
        #endif
        thread.start()
    }

    /// Has the thread work.
    func wake() { bell.signal() }
}
