import CWaybillCURL
import WaybillInterchange

/// The half of the engine that lives on its thread: drives libcurl and hands over what came.
///
/// One turn: take the commands, let libcurl work, hand over what it gathered, sleep until a socket is ready, a timer is due or a caller
/// wakes the thread. No event is handed over from within libcurl, so that an event's closure may call anything.
final class EngineLoop {
    private let limits: EngineLimits
    private let handles: HandlePool
    private let readiness: any SocketReadiness
    private let clock = ContinuousClock()
    private var multi: MultiHandle
    private var transfers: [ObjectIdentifier: Transfer] = [:]
    private let arrivals = Arrivals()
    /// Since when there was no exchange; nil also while there are no connections to let go of.
    private var idleSince: ContinuousClock.Instant?

    init(limits: EngineLimits, handles: HandlePool, readiness: any SocketReadiness) {
        self.limits = limits
        self.handles = handles
        self.readiness = readiness
        multi = MultiHandle(maximumIdleConnections: limits.maximumIdleConnections, readiness: readiness)
    }

    /// Works until the engine is closed.
    func run(for engine: Engine) {
        var commands: [Inbox.Command] = []
        var turnsWithoutSockets = 0
        while engine.takeCommands(into: &commands) {
            // Commands come first, but callers who keep them coming must not keep the sockets waiting.
            if commands.isEmpty || turnsWithoutSockets == 4 {
                let ready = readiness.wait(milliseconds: commands.isEmpty ? sleepMilliseconds : 0)
                if commands.isEmpty { engine.wokeUp() }
                for socket in ready { multi.act(on: socket) }
                turnsWithoutSockets = 0
            } else {
                turnsWithoutSockets += 1
            }
            for command in commands { perform(command) }
            commands.removeAll(keepingCapacity: true)
            multi.runTimers()
            handOver()
            letGoWhenIdle()
        }
        close(refusing: commands)
    }

    private func perform(_ command: Inbox.Command) {
        switch command {
        case .start(let transfer): start(transfer)
        case .fail(let onEvent, let failure): onEvent(.failed(failure))
        case .resume(let exchange): transfers[ObjectIdentifier(exchange)]?.resume()
        case .cancel(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
            transfer.giveUpConnection()
            end(transfer, with: .failed(TransportFailure(.cancelled, reusedConnection: transfer.reusedConnection)))
        }
    }

    private func start(_ transfer: Transfer) {
        transfer.arrivals = arrivals
        do {
            try multi.add(transfer)
            transfers[ObjectIdentifier(transfer.exchange)] = transfer
            idleSince = nil
        } catch {
            transfer.onEvent(.failed(error))
        }
    }

    /// Hands over what has come since the last time, and what has ended.
    ///
    /// What has ended is cleared away first, so that an answer's last piece and its end follow each other at once: who waits wakes once.
    private func handOver() {
        while let (transfer, code) = multi.nextFinished() {
            transfer.ending = transfer.outcome(code).failure.map(TransportEvent.failed) ?? .end
            transfer.arrive()
            clearAway(transfer)
        }
        for transfer in arrivals.takeAll() { handOver(transfer) }
    }

    private func handOver(_ transfer: Transfer) {
        transfer.hasArrivals = false
        guard !transfer.hasEnded else { return }
        if let head = transfer.response.takeHead() { transfer.onEvent(.head(head)) }
        let body = transfer.response.takeBody()
        if !body.isEmpty {
            // Counted first: the closure may say at once that they were used.
            transfer.exchange.willDeliver(body.count)
            transfer.onEvent(.body(body))
        }
        if let ending = transfer.ending { transfer.onEvent(ending) }
    }

    /// Ends a transfer before its time; nothing more of what came is handed over.
    private func end(_ transfer: Transfer, with event: TransportEvent) {
        transfer.hasEnded = true
        clearAway(transfer)
        transfer.onEvent(event)
    }

    private func clearAway(_ transfer: Transfer) {
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        if transfers.isEmpty { idleSince = clock.now }
        multi.remove(transfer)
        handles.giveBack(transfer.easy)
    }

    /// Until libcurl's next timer, or until idle connections are due; negative for as long as it takes.
    private var sleepMilliseconds: Int32 {
        let toLettingGo = idleSince.map { max(.zero, clock.now.duration(to: $0 + limits.idleLifetime)) }
        guard let time = [multi.timeToTimer, toLettingGo].compactMap(\.self).min() else { return -1 }
        return Int32(min((time / .milliseconds(1)).rounded(.up), 1e9))
    }

    /// Closes idle connections when their time is over.
    ///
    /// libcurl does so only when it looks for a connection, which an engine without work never does; without this they would stay open,
    /// long closed by the other side.
    private func letGoWhenIdle() {
        guard let idleSince, clock.now >= idleSince + limits.idleLifetime else { return }
        self.idleSince = nil
        multi.close()
        multi = MultiHandle(maximumIdleConnections: limits.maximumIdleConnections, readiness: readiness)
        handles.removeAll()
    }

    private func close(refusing commands: [Inbox.Command]) {
        let failure = TransportEvent.failed(TransportFailure(.cancelled, detail: "the transport was closed"))
        for transfer in Array(transfers.values) { end(transfer, with: failure) }
        for command in commands { command.onEvent?(failure) }
        multi.close()
    }
}

/// The transfers for which something came since the engine last handed over, in the order of their first arrival.
final class Arrivals {
    private var transfers: [Transfer] = []

    func add(_ transfer: Transfer) {
        transfers.append(transfer)
    }

    func takeAll() -> [Transfer] {
        guard !transfers.isEmpty else { return [] }
        defer { transfers = [] }
        return transfers
    }
}
