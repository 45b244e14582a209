import Synchronization
package import WaybillInterchange

/// Where exchanges are played: everything of a transport but what it answers.
package final class ExchangeStage: Sendable {
    private struct State {
        var live: [Int: PlayedExchange] = [:]
        var started = 0
        var isClosed = false
    }

    private let state = Mutex(State())
    private let time: any TimeSource

    /// Creates a stage whose exchanges wait by this clock.
    package init(time: any TimeSource) { self.time = time }

    /// Plays cues as the answer to a request.
    package func play(
        _ cues: [TransportCue], for request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void
    ) -> any TransportExchange {
        let now = time.now
        let (exchange, isClosed) = state.withLock { state in
            state.started += 1
            let number = state.started
            let exchange = PlayedExchange(Playback(cues, for: request, startingAt: now), time: time, onEvent: onEvent) { [weak self] in
                self?.forget(number)
            }
            if !state.isClosed { state.live[number] = exchange }
            return (exchange, state.isClosed)
        }
        if isClosed {
            exchange.cancel(Self.closed)
        } else {
            exchange.wake(at: now)
        }
        return exchange
    }

    /// Ends every exchange as cancelled; those that are played later end at once.
    package func close() {
        let live = state.withLock { state in
            state.isClosed = true
            return state.live.sorted { $0.key < $1.key }
        }
        for (_, exchange) in live { exchange.cancel(Self.closed) }
    }

    private func forget(_ number: Int) {
        state.withLock { $0.live[number] = nil }
    }

    private static let closed = "the transport is closed"
}
