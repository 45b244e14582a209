import LoopbackServer
import Synchronization
import WaybillInterchange

/// Records the events of one exchange, in order, and lets a test wait for the last.
final class Recording: Sendable {
    private struct State {
        var events: [TransportEvent] = []
        var exchange: (any TransportExchange)?
        var owed = 0
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())
    private let acknowledges: Bool

    /// Starts an exchange and records it.
    ///
    /// - Parameter acknowledges: Whether each piece of body counts as used as soon as it came.
    init(_ request: TransportRequest, on transport: some Transport, acknowledges: Bool = true) {
        self.acknowledges = acknowledges
        let exchange = transport.start(request) { [self] event in record(event) }
        let owed = state.withLock { state in
            state.exchange = exchange
            defer { state.owed = 0 }
            return state.owed
        }
        if owed > 0 { exchange.consumed(owed) }
    }

    private func record(_ event: TransportEvent) {
        var acknowledgement: (any TransportExchange, Int)?
        let waiters = state.withLock { state in
            state.events.append(event)
            if acknowledges, case .body(let bytes) = event {
                if let exchange = state.exchange { acknowledgement = (exchange, bytes.count) } else { state.owed += bytes.count }
            }
            guard event.isLast else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        if let (exchange, count) = acknowledgement { exchange.consumed(count) }
        for waiter in waiters { waiter.resume() }
    }

    /// The handle of the exchange.
    var exchange: any TransportExchange { state.withLock { $0.exchange! } }

    /// The events so far.
    var events: [TransportEvent] { state.withLock { $0.events } }

    /// Waits for the last event.
    @discardableResult
    func finished() async -> Recording {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                let isOver = state.events.contains(where: \.isLast)
                if !isOver { state.waiters.append(continuation) }
                return isOver
            }
            if isOver { continuation.resume() }
        }
        return self
    }
}

extension Recording {
    /// Says of each piece of body that it was used, once it has come, until the last event.
    ///
    /// For a recording that does not acknowledge by itself.
    func acknowledgeAll() async {
        var acknowledged = 0
        while !isOver {
            let size = bodySize
            exchange.consumed(size - acknowledged)
            acknowledged = size
            guard await eventually({ self.bodySize > size || self.isOver }) else { return }
        }
    }
}

/// What the events amount to.
extension Recording {
    var head: TransportResponseHead? {
        for case .head(let head) in events { return head }
        return nil
    }

    var body: [UInt8] {
        var body: [UInt8] = []
        for case .body(let bytes) in events { body += bytes }
        return body
    }

    var bodySize: Int {
        events.reduce(0) { size, event in
            if case .body(let bytes) = event { size + bytes.count } else { size }
        }
    }

    var text: String { String(decoding: body, as: UTF8.self) }

    var isOver: Bool { events.last?.isLast == true }

    var failure: TransportFailure? {
        if case .failed(let failure)? = events.last { failure } else { nil }
    }

    var endedWhole: Bool {
        if case .end? = events.last { true } else { false }
    }

    /// Whether the events keep the order that the contract promises, as far as they have come.
    var isInOrder: Bool {
        var rest = events[...]
        if case .head? = rest.first { rest.removeFirst() }
        while case .body(let bytes)? = rest.first {
            if bytes.isEmpty || rest.startIndex == 0 { return false }
            rest.removeFirst()
        }
        if rest.first?.isLast == true { rest.removeFirst() }
        return rest.isEmpty
    }
}

extension TransportEvent {
    var isLast: Bool {
        switch self {
        case .end, .failed: true
        case .head, .body: false
        }
    }
}
