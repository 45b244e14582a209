import Foundation

/// A door in a script: the server waits before it until the test opens it.
public final class Gate: Sendable {
    private let condition = NSCondition()
    private nonisolated(unsafe) var isOpen = false  // Guarded by `condition`.

    /// Creates a closed gate.
    public init() {}

    /// Lets everyone through, now and later.
    public func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }

    /// Waits until the gate is open.
    public func waitUntilOpen() {
        wait { false }
    }

    /// Waits until the gate is open or `isAbandoned` says that nobody will open it any more.
    func wait(unless isAbandoned: () -> Bool) {
        condition.withLock {
            while !isOpen && !isAbandoned() { _ = condition.wait(until: Date(timeIntervalSinceNow: 0.02)) }
        }
    }
}
