import Synchronization
import WaybillInterchange

/// An exchange that plays cues instead of using a network.
///
/// Whatever it tells, it tells from an action of its source of time, never within the call that caused it: so a caller may hold its locks while it
/// starts, consumes or cancels, and under a test's clock everything happens in one order.
final class PlayedExchange: TransportExchange {
    /// When to go on.
    private struct Appointment {
        let moment: Duration
        let number: Int
        /// `nil` until the source of time has returned it.
        var timer: (any ScheduledAction)?
    }

    private struct State {
        var playback: Playback
        /// `nil` once the last event was told.
        var onEvent: (@Sendable (TransportEvent) -> Void)?
        var appointment: Appointment?
        var appointmentsMade = 0
    }

    private let state: Mutex<State>
    private let time: any TimeSource
    private let onEnd: @Sendable () -> Void

    /// Creates an exchange; ``wake(at:)`` sets it going.
    ///
    /// - Parameter onEnd: Run before the last event is told.
    init(
        _ playback: Playback, time: any TimeSource, onEvent: @escaping @Sendable (TransportEvent) -> Void,
        onEnd: @escaping @Sendable () -> Void
    ) {
        state = Mutex(State(playback: playback, onEvent: onEvent))
        self.time = time
        self.onEnd = onEnd
    }

    func consumed(_ count: Int) {
        let mayGoOn = state.withLock { state in
            let wasFull = state.playback.isFull
            state.playback.consume(count)
            return wasFull && !state.playback.isFull
        }
        if mayGoOn { wake(at: time.now) }
    }

    func cancel() { cancel("cancelled") }

    func cancel(_ reason: String) {
        state.withLock { $0.playback.cancel(reason) }
        wake(at: time.now)
    }

    /// Goes on at a moment, unless it will go on earlier anyway.
    func wake(at moment: Duration) {
        let (number, replaced) = state.withLock { state -> (Int?, Appointment?) in
            guard state.onEvent != nil, state.appointment.map({ moment < $0.moment }) ?? true else { return (nil, nil) }
            state.appointmentsMade += 1
            let replaced = state.appointment
            state.appointment = Appointment(moment: moment, number: state.appointmentsMade)
            return (state.appointmentsMade, replaced)
        }
        replaced?.timer?.cancel()
        guard let number else { return }
        let timer = time.schedule(at: moment) { [self] in ring(number) }
        let isKept = state.withLock { state in
            guard state.appointment?.number == number else { return false }
            state.appointment?.timer = timer
            return true
        }
        // Meanwhile it rang, was replaced by an earlier one, or all ended.
        if !isKept { timer.cancel() }
    }

    private func ring(_ number: Int) {
        let mayPlay = state.withLock { state in
            if state.appointment?.number == number { state.appointment = nil }
            return state.playback.begin()
        }
        if mayPlay { play() }
    }

    private func play() {
        while true {
            let now = time.now
            let (action, onEvent) = state.withLock { state in (state.playback.next(at: now), state.onEvent) }
            switch action {
            case .deliver(let event): onEvent?(event)
            case .wait(let moment): return wake(at: moment)
            case .finish(let event):
                let unused = state.withLock { state in
                    state.onEvent = nil
                    return state.appointment.take()
                }
                unused?.timer?.cancel()
                onEnd()
                onEvent?(event)
                return
            }
        }
    }
}
