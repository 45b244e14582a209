import Foundation

/// Runs work on threads of its own, never more than a limit at a time, and can wait for all of them to end.
final class ThreadCount: Sendable {
    private let limit: Int
    private let condition = NSCondition()
    private nonisolated(unsafe) var running = 0  // Guarded by `condition`.

    init(limit: Int) { self.limit = limit }

    /// Runs the work on a new thread.
    ///
    /// - Returns: False, and does nothing, when the limit is reached.
    @discardableResult
    func run(_ work: @escaping @Sendable () -> Void) -> Bool {
        let mayStart = condition.withLock {
            guard running < limit else { return false }
            running += 1
            return true
        }
        guard mayStart else { return false }
        let thread = Thread { [self] in
            work()
            condition.withLock {
                running -= 1
                condition.broadcast()
            }
        }
        thread.stackSize = 512 << 10
        thread.start()
        return true
    }

    func waitUntilNone() {
        condition.withLock {
            while running > 0 { condition.wait() }
        }
    }
}
