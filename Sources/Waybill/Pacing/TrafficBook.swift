import Synchronization
import WaybillInterchange
import WaybillRoutePlanning

/// The ``Traffic`` of all calls of a router: keeps the lock and the timer, and tells who waits when it may go.
final class TrafficBook: Sendable {
    private struct State {
        var traffic = Traffic()
        var random: SeededGenerator
        /// How to tell those who wait.
        var callers: [UInt64: @Sendable () -> Void] = [:]
        var timer: (at: Duration, action: any ScheduledAction)?
    }

    private let state: Mutex<State>
    private let time: any TimeSource

    init(time: any TimeSource, seed: UInt64) {
        self.time = time
        state = Mutex(State(random: SeededGenerator(seed: seed)))
    }

    deinit { state.withLock { $0.timer?.action.cancel() } }

    /// Somebody wants to send a request that reserves so many tokens.
    ///
    /// - Parameter onGo: Called once, from any thread, when a request that must wait may go; it is to ``collect(_:)`` its permit then.
    func enter(_ way: TrafficWay, tokens: Int, at now: Duration, onGo: @escaping @Sendable (UInt64) -> Void) -> Traffic.Entrance {
        state.withLock { state in
            let entrance = state.traffic.enter(way, tokens: tokens, at: now)
            if case .wait(let number, _, _) = entrance {
                state.callers[number] = { onGo(number) }
                arm(&state, at: now)
            }
            return entrance
        }
    }

    /// About how long a request that goes this way would be held back.
    func expectedWait(_ way: TrafficWay, tokens: Int, at now: Duration) -> Duration {
        state.withLock { state in
            guard !state.traffic.isEmpty else { return .zero }
            let pause = max(.zero, (state.traffic.lanes[way.lane]?.pausedUntil ?? now) - now)
            return max(pause, state.traffic.expectedWait(way, tokens: tokens, at: now).0)
        }
    }

    /// The permit of a request that waited and may go; `nil`: it may not, or has left.
    func collect(_ number: UInt64) -> Permit? { state.withLock { $0.traffic.collect(number) } }

    /// A request waits no longer.
    func leave(_ number: UInt64, _ way: TrafficWay, at now: Duration) {
        update(at: now) { state in
            state.callers[number] = nil
            return state.traffic.leave(number, lane: way.lane, at: now)
        }
    }

    /// A request is over: see ``Traffic/finish(_:used:wasSent:at:)``.
    func finish(_ permit: Permit, used: Int?, wasSent: Bool, at now: Duration) {
        guard !permit.isFree else { return }
        update(at: now) { $0.traffic.finish(permit, used: used, wasSent: wasSent, at: now) }
    }

    /// A response told of limits.
    func learn(_ status: RateLimitStatus, from permit: Permit, at now: Duration) {
        update(at: now) { $0.traffic.learn(status, from: permit, at: now) }
    }

    /// A provider asked to send nothing for a while.
    func pause(_ way: TrafficWay, until end: Duration, at now: Duration) {
        update(at: now) { state in
            let jitter = state.random.duration(upTo: min((end - now) / 10, .milliseconds(250)))
            state.traffic.pause(way.lane, until: end, jitter: jitter)
            return []
        }
    }

    /// The files say something else from now on: see ``Traffic/adopt(_:at:)``.
    func adopt(_ limits: LaneLimits, at now: Duration) { update(at: now) { $0.traffic.adopt(limits, at: now) } }

    /// What is held back, for a snapshot.
    func read<Result: Sendable>(_ body: (Traffic) -> Result) -> Result { state.withLock { body($0.traffic) } }

    // MARK: Parts

    /// Changes the traffic and tells those who may go now.
    private func update(at now: Duration, _ change: (inout State) -> [UInt64]) {
        let callers = state.withLock { state in
            let numbers = change(&state)
            arm(&state, at: now)
            return numbers.compactMap { state.callers.removeValue(forKey: $0) }
        }
        for tell in callers { tell() }
    }

    /// Makes sure that the line goes on when it may.
    private func arm(_ state: inout State, at now: Duration) {
        guard let moment = state.traffic.nextMoment(at: now) else {
            state.timer.take()?.action.cancel()
            return
        }
        if let timer = state.timer {
            // One that rings too early is harmless.
            if timer.at <= moment { return }
            timer.action.cancel()
        }
        state.timer = (moment, time.schedule(at: moment) { [weak self] in self?.ring() })
    }

    private func ring() {
        let now = time.now
        update(at: now) { state in
            state.timer = nil
            return state.traffic.letGo(at: now)
        }
    }
}
