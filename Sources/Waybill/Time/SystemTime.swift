@preconcurrency import Dispatch
import Synchronization
public import WaybillInterchange

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The time of the machine.
public final class SystemTime: TimeSource {
    private struct State {
        var actions = TimerQueue()
        /// When the timer is set to ring next.
        var ringsAt: Duration?
    }

    private let state: Mutex<State>
    private let timer: any DispatchSourceTimer

    /// Creates a source of time with a timer of its own, which ends with it.
    public init() {
        state = Mutex(State())
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "waybill.timer"))
        timer.setEventHandler { [weak self] in self?.ring() }
        timer.activate()
    }

    deinit { timer.cancel() }

    public var now: Duration { Self.read(CLOCK_MONOTONIC) }

    public var unixTime: Duration { Self.read(CLOCK_REALTIME) }

    public func schedule(at time: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        let id = state.withLock { state in
            let id = state.actions.add(at: time, action)
            set(&state)
            return id
        }
        return Scheduled(id: id, owner: self)
    }

    private func ring() {
        let now = now
        let due = state.withLock { state in
            state.ringsAt = nil
            let due = state.actions.takeDue(at: now)
            set(&state)
            return due
        }
        for action in due { action() }
    }

    /// Sets the timer to the earliest action.
    ///
    /// Called under the lock, so that two settings cannot pass each other.
    private func set(_ state: inout State) {
        guard let next = state.actions.earliest, state.ringsAt.map({ next < $0 }) ?? true else { return }
        state.ringsAt = next
        // At most eleven days, which always fit: a timer that rings early is set again.
        let wait = min(max(.zero, next - now) / .nanoseconds(1), 1e15)
        timer.schedule(deadline: .now() + .nanoseconds(Int(wait)), leeway: .microseconds(200))
    }

    private static func read(_ clock: clockid_t) -> Duration {
        var value = timespec()
        clock_gettime(clock, &value)
        return .seconds(Int64(value.tv_sec)) + .nanoseconds(Int64(value.tv_nsec))
    }

    private struct Scheduled: ScheduledAction {
        let id: UInt64
        weak let owner: SystemTime?

        func cancel() { owner?.state.withLock { $0.actions.remove(id) } }
    }
}
