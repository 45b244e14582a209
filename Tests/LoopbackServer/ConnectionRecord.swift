import Synchronization

/// What became of one connection, as the server saw it.
public struct ConnectionRecord: Sendable, Hashable {
    /// How a connection ended.
    public enum Ending: Sendable, Hashable {
        /// The client closed it in order (FIN).
        case closedByClient
        /// The client reset it, or had closed it when more was written.
        case resetByClient
        /// The script closed it in order.
        case hungUp
        /// The script reset it.
        case reset
        /// The server was stopped.
        case stopped
    }

    /// Its number, from 1 in the order of acceptance.
    public let number: Int
    /// How many requests were read from it to their end.
    public internal(set) var requests = 0
    /// How many bytes the kernel took for sending.
    public internal(set) var bytesSent = 0
    /// How it ended; nil while it is open.
    public internal(set) var ending: Ending?

    /// Whether the client ended it, in whichever way.
    public var wasEndedByClient: Bool { ending == .closedByClient || ending == .resetByClient }

    init(number: Int) { self.number = number }
}

/// What a connection's thread writes down about it.
///
/// Each connection has a lock of its own, so that connections do not wait for each other.
final class ConnectionLog: Sendable {
    let number: Int
    private let state: Mutex<ConnectionRecord>

    init(number: Int) {
        self.number = number
        state = Mutex(ConnectionRecord(number: number))
    }

    var record: ConnectionRecord { state.withLock(\.self) }

    func received() {
        state.withLock { $0.requests += 1 }
    }

    func sent(_ count: Int) {
        state.withLock { $0.bytesSent += count }
    }

    func ended(_ ending: ConnectionRecord.Ending) {
        state.withLock { $0.ending = ending }
    }
}
