import Synchronization
import WaybillInterchange

/// Counts the calls of a router that are under way, says whether it is closing, and lets that wait for them.
final class CallsUnderWay: Sendable {
    /// How far a router is from its end.
    enum Stage: Sendable {
        case open
        /// No call begins any more, and none waits; those that are being answered go on.
        case draining
        /// Nothing is sent any more.
        case closed
    }

    private struct State {
        var stage = Stage.open
        var calls: [ObjectIdentifier: CallMailbox] = [:]
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
    var stage: Stage { state.withLock(\.stage) }

    /// Takes the router nearer to its end, and tells those under way.
    func advance(to stage: Stage) {
        let calls = state.withLock { state in
            state.stage = stage
            return state.calls.values
        }
        for mailbox in calls { mailbox.post(.closing) }
    }

    /// A call begins: it is told when the router closes.
    func begin(_ mailbox: CallMailbox) {
        let stage = state.withLock { state in
            state.calls[ObjectIdentifier(mailbox)] = mailbox
            return state.stage
        }
        if stage != .open { mailbox.post(.closing) }
    }

    /// A call is over and in the books.
    func end(_ mailbox: CallMailbox) {
        let waiting = state.withLock { state in
            state.calls[ObjectIdentifier(mailbox)] = nil
            return state.calls.isEmpty ? state.takeWaiting() : []
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
                if !state.calls.isEmpty, time.now < limit {
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
