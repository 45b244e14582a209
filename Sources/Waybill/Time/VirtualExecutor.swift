import Dispatch
import Synchronization

/// Runs the jobs of tasks one after the other; when there are none left, moves the clock.
final class VirtualExecutor: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        /// Whether a thread is at work.
        var isBusy = false
        /// Whether there may be a timer: one was added, or taken, since that thread last found none.
        var mayHaveTimers = false
        /// How many runs count on the clock to move by itself.
        var runs = 0
    }

    private enum Work {
        case job(UnownedJob)
        case timers
        case none
    }

    private let state = Mutex(State())
    private let timers: VirtualTimers
    private let queue = DispatchQueue(label: "waybill.virtual-time")

    init(_ timers: VirtualTimers) { self.timers = timers }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        start { $0.jobs.append(job) }
    }

    /// A timer was added, perhaps by a thread that is not this executor's.
    func wake() { start { $0.mayHaveTimers = true } }

    func beginRun() {
        state.withLock { state in
            state.runs += 1
            state.mayHaveTimers = true
        }
    }

    func endRun() { state.withLock { $0.runs -= 1 } }

    /// Notes that there is work, and puts a thread on it where none is.
    private func start(_ note: (inout State) -> Void) {
        let isIdle = state.withLock { state in
            note(&state)
            guard !state.isBusy, !state.jobs.isEmpty || (state.runs > 0 && state.mayHaveTimers) else { return false }
            state.isBusy = true
            return true
        }
        if isIdle { queue.async { self.work() } }
    }

    private func work() {
        while true {
            switch nextWork() {
            case .job(let job): job.runSynchronously(on: asUnownedTaskExecutor())
            case .timers: if timers.runNext() { state.withLock { $0.mayHaveTimers = true } }
            case .none: return
            }
        }
    }

    private func nextWork() -> Work {
        state.withLock { state in
            if !state.jobs.isEmpty { return .job(state.jobs.removeFirst()) }
            if state.runs > 0, state.mayHaveTimers {
                // Cleared before looking, so that a timer that is added meanwhile is looked for again.
                state.mayHaveTimers = false
                return .timers
            }
            state.isBusy = false
            return .none
        }
    }
}
