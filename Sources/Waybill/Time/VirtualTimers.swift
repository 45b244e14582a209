import Synchronization

/// The state of a ``VirtualTime``: where the clock stands and what waits for it.
final class VirtualTimers: Sendable {
    typealias Action = @Sendable () -> Void

    private struct State {
        var now = Duration.zero
        var timers = TimerList()
        var waiters: [Waiter] = []
        var waitersMade = 0
    }

    /// Somebody who waits for actions to be scheduled.
    private struct Waiter {
        let number: Int
        let count: Int
        let continuation: CheckedContinuation<Void, Never>
    }

    private let state = Mutex(State())

    var now: Duration { state.withLock(\.now) }

    var dates: [Duration] { state.withLock { $0.timers.dates } }

    func add(at date: Duration, _ action: @escaping Action) -> Int {
        let (number, satisfied) = state.withLock { state in
            let number = state.timers.add(at: date, action)
            let count = state.timers.count
            let satisfied = state.waiters.filter { $0.count <= count }
            state.waiters.removeAll { $0.count <= count }
            return (number, satisfied)
        }
        for waiter in satisfied { waiter.continuation.resume() }
        return number
    }

    func remove(_ number: Int) { state.withLock { $0.timers.remove(number) } }

    /// Moves the clock to the first action and runs it, if it is due by `end`; `false` where there is none.
    func runNext(until end: Duration? = nil) -> Bool {
        let action = state.withLock { state -> Action? in
            guard let (date, action) = state.timers.takeFirst(until: end) else { return nil }
            state.now = max(state.now, date)
            return action
        }
        action?()
        return action != nil
    }

    /// Moves the clock without running anything.
    func move(to date: Duration) { state.withLock { $0.now = max($0.now, date) } }

    /// Waits until at least this many actions wait, or the task is cancelled.
    func waitUntilAdded(count: Int) async {
        let number = state.withLock { state in
            state.waitersMade += 1
            return state.waitersMade
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isSatisfied = state.withLock { state in
                    if state.timers.count >= count || Task.isCancelled { return true }
                    state.waiters.append(Waiter(number: number, count: count, continuation: continuation))
                    return false
                }
                if isSatisfied { continuation.resume() }
            }
        } onCancel: {
            let waiter = state.withLock { state -> Waiter? in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume()
        }
    }
}
