import Synchronization

/// Handles that have served and may serve again: making one costs more than resetting it.
final class HandlePool: Sendable {
    private let limit: Int
    private let spare = Mutex<[EasyHandle]>([])

    init(limit: Int) {
        self.limit = limit
    }

    /// A handle without options.
    func take() -> EasyHandle {
        guard let handle = spare.withLock({ $0.popLast() }) else { return EasyHandle() }
        // Here and not when it came back: there the engine's thread waits, here a caller's.
        handle.reset()
        return handle
    }

    func giveBack(_ handle: EasyHandle) {
        spare.withLock { spare in
            if spare.count < limit { spare.append(handle) }
        }
    }

    func removeAll() {
        spare.withLock { $0 = [] }
    }
}
