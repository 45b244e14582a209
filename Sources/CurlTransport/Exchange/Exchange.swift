import Synchronization
import WaybillInterchange

/// The handle that a caller holds: what it says is passed to the engine's thread.
///
/// It does not hold the closure that is told of events, which may hold the handle.
final class Exchange: TransportExchange {
    private let engine: Engine
    private let window = Mutex(FlowWindow())

    init(engine: Engine) {
        self.engine = engine
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

    /// Counts bytes that are about to be handed over.
    func willDeliver(_ count: Int) {
        window.withLock { $0.deliver(count) }
    }
}
