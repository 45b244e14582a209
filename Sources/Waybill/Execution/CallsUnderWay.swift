import Synchronization
import WaybillInterchange

/// Counts the calls of a router that are under way, says whether it is closing, and lets that wait for them.
final class CallsUnderWay: Sendable {
    /// How far a router is from its end.
    enum Stage: Sendable {
        case open
        /// No call begins any more; those under way go on.
        case draining
        /// Nothing is sent any more.
        case closed
    }

    private struct State {
        var stage = Stage.open
        var count = 0
        var waiting: [CheckedContinuation<Void, Never>] = []

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [] }
            return waiting
        }
    }

    private let state = Mutex(State())

    /// What calls of a closed router fail with.
    static let closed = ModelFailure(.closed, scope: .request, "The router is closed; make a new one.")

    /// How far the router is from its end.
    var stage: Stage {
        get { state.withLock(\.stage) }
        set { state.withLock { $0.stage = newValue } }
    }

    /// A call begins.
    func begin() { state.withLock { $0.count += 1 } }

    /// A call is over and in the books.
    func end() {
        let waiting = state.withLock { state in
            state.count -= 1
            return state.count == 0 ? state.takeWaiting() : []
        }
        for waiter in waiting { waiter.resume() }
    }

    /// Waits until no call is under way, but no longer than until `limit`: a stream that nobody reads does not end.
    func waitForNone(until limit: Duration, _ time: any TimeSource) async {
        let timer = time.schedule(at: limit) { [self] in
            for waiter in state.withLock({ $0.takeWaiting() }) { waiter.resume() }
        }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.count > 0, time.now < limit {
                    state.waiting.append(continuation)
                    return false
                }
                return true
            }
            if isOver { continuation.resume() }
        }
        timer.cancel()
    }
}
