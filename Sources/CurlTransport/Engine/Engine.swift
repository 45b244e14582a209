import Synchronization
import WaybillInterchange

/// What bounds the connections of an engine.
struct EngineLimits {
    var maximumIdleConnections: Int
    var idleLifetime: Duration
}

/// The half of the engine that every thread may touch: it takes commands in, and wakes and ends the thread.
final class Engine: Sendable {
    let limits: EngineLimits
    private let inbox = Mutex(Inbox())
    private let thread = EngineThread()
    private let wakeUp = WakeUp()
    private let handles: HandlePool
    private let makeReadiness: @Sendable (WakeUp) -> any SocketReadiness

    /// - Parameter makeReadiness: How the thread waits for sockets; called on it.
    init(limits: EngineLimits, makeReadiness: @escaping @Sendable (WakeUp) -> any SocketReadiness = PlatformReadiness.init) {
        self.limits = limits
        self.makeReadiness = makeReadiness
        handles = HandlePool(limit: limits.maximumIdleConnections)
    }

    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> Exchange {
        let exchange = Exchange(engine: self)
        do {
            let transfer = try Transfer(
                request, exchange: exchange, easy: handles.take(), idleLifetime: limits.idleLifetime, onEvent: onEvent)
            submit(.start(transfer))
        } catch {
            submit(.fail(onEvent: onEvent, error))
        }
        return exchange
    }

    func submit(_ command: Inbox.Command) {
        let reaction = inbox.withLock { inbox in
            let reaction = inbox.add(command)
            // Under the lock, so that whoever closes afterwards finds the thread.
            if reaction == .launch, !launch() {
                inbox.launchFailed()
                return Inbox.Reaction.refuse(TransportFailure(.connect, detail: "the system has no thread to give"))
            }
            return reaction
        }
        switch reaction {
        case .nothing, .launch: break
        case .wake: wakeUp.signal()
        case .refuse(let failure):
            command.onEvent?(.failed(failure))
        }
    }

    func close() {
        if inbox.withLock({ $0.close() }) == .wake { wakeUp.signal() }
        thread.join()
    }

    private func launch() -> Bool {
        thread.launch { [self] in
            EngineLoop(limits: limits, handles: handles, readiness: makeReadiness(wakeUp)).run(for: self)
        }
    }
}

#if os(Linux)
typealias PlatformReadiness = EpollReadiness
#else
typealias PlatformReadiness = PollReadiness
#endif

/// What the engine's thread asks of its inbox.
extension Engine {
    /// See ``Inbox/takeAll(into:)``.
    func takeCommands(into commands: inout [Inbox.Command]) -> Bool {
        inbox.withLock { $0.takeAll(into: &commands) }
    }

    func wokeUp() {
        inbox.withLock { $0.wokeUp() }
    }
}
