import Synchronization
import WaybillInterchange

/// The handle that a caller holds: what it says is passed to the engine's thread.
final class Exchange: TransportExchange {
    let onEvent: @Sendable (TransportEvent) -> Void
    private let engine: Engine
    private let window = Mutex(FlowWindow())

    init(engine: Engine, onEvent: @escaping @Sendable (TransportEvent) -> Void) {
        self.engine = engine
        self.onEvent = onEvent
    }

    func consumed(_ count: Int) {
        if window.withLock({ $0.consume(count) }) { engine.submit(.resume(self)) }
    }

    func cancel() {
        engine.submit(.cancel(self))
    }

    /// Counts a piece of body that is about to be handed over; true when reading has to stop.
    func willDeliver(_ count: Int) -> Bool {
        window.withLock { $0.deliver(count) }
    }
}
