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

    /// See ``FlowWindow/mayRead(gathered:)``.
    func mayRead(gathered: Int) -> Bool {
        window.withLock { $0.mayRead(gathered: gathered) }
    }

    /// Hands over a piece of body.
    func deliver(_ bytes: [UInt8]) {
        // Counted first: the closure may say at once that they were used.
        window.withLock { $0.deliver(bytes.count) }
        onEvent(.body(bytes))
    }
}
