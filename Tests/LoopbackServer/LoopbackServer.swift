import Foundation
import Synchronization

/// A plain HTTP/1.1 server on `127.0.0.1` that does exactly what a test tells it, misbehaviour included.
///
/// Every connection has a thread of its own and blocking sockets, so that what a script says is what happens on the wire, in that order.
/// The server keeps a log of what it really received, to be held against what a client claims to have sent.
///
/// ```swift
/// let server = try LoopbackServer { request in
///     request.path == "/whole" ? .text("hello") : .stream([.text("he"), .wait(gate), .reset])
/// }
/// defer { server.stop() }
/// ```
public final class LoopbackServer: Sendable {
    /// What is done with a request that was read to its end.
    public typealias Handler = @Sendable (ReceivedRequest) -> Reply

    /// The port the kernel chose.
    public let port: UInt16

    private let listener: Int32
    private let wakeUp: Pipe
    private let state: Mutex<State>
    private let threads = ThreadCount(limit: 512)

    struct State {
        var requests: [ReceivedRequest] = []
        var connections: [ConnectionLog] = []
        /// The sockets of the connections that are still open, by connection number.
        var sockets: [Int: Int32] = [:]
        var isStopped = false
    }

    /// Starts listening.
    ///
    /// - Parameters:
    ///   - keepsRequests: Whether ``requests`` is filled; benchmarks switch it off.
    ///   - greeting: What is said or done on a new connection before anything is read from it.
    ///   - early: Asked as soon as a request's head was read, its body not yet. A reply given here is carried out and ends the connection.
    ///   - handler: Asked when a request was read whole.
    /// - Throws: ``SocketError`` when no socket can be had.
    public init(
        keepsRequests: Bool = true, greeting: Reply = Reply([]), early: @escaping @Sendable (ReceivedRequest) -> Reply? = { _ in nil },
        handler: @escaping Handler
    ) throws {
        (listener, port) = try Socket.openListener(backlog: 512)
        wakeUp = Pipe()
        state = Mutex(State())
        threads.run { [self] in
            acceptConnections { socket, log in
                ConnectionLoop(
                    socket: socket, log: log, server: self, keepsRequests: keepsRequests, greeting: greeting, early: early, handler: handler
                )
                .run()
            }
        }
    }

    /// The absolute URL of a path on this server.
    public func url(_ path: String = "/") -> String { "http://127.0.0.1:\(port)\(path)" }

    /// The requests received so far, in the order in which they were read to their end.
    public var requests: [ReceivedRequest] { state.withLock { $0.requests } }

    /// How many requests were received, counted also where they are not kept.
    public var requestCount: Int { connections.reduce(0) { $0 + $1.requests } }

    /// The connections accepted so far; the first has number 1.
    public var connections: [ConnectionRecord] { state.withLock { $0.connections }.map(\.record) }

    /// Whether ``stop()`` was called.
    public var isStopped: Bool { state.withLock { $0.isStopped } }

    /// Closes every socket and waits until every thread has ended.
    ///
    /// Stopping twice is harmless.
    public func stop() {
        let wasStopped = state.withLock { state in
            defer { state.isStopped = true }
            // The thread that owns a socket closes it; this only makes its calls return.
            for socket in state.sockets.values { Socket.shutDown(socket) }
            return state.isStopped
        }
        // A byte, since closing says nothing while a child process of the test holds a copy of the pipe.
        if !wasStopped { wakeUp.fileHandleForWriting.write(Data([0])) }
        threads.waitUntilNone()
    }

    private func acceptConnections(serve: @escaping @Sendable (_ socket: Int32, _ log: ConnectionLog) -> Void) {
        defer { Socket.discard(listener) }
        while Socket.waitReadable(listener, unless: wakeUp.fileHandleForReading.fileDescriptor) {
            guard let socket = Socket.nextConnection(of: listener) else { continue }
            let log: ConnectionLog? = state.withLock { state in
                if state.isStopped { return nil }
                let log = ConnectionLog(number: state.connections.count + 1)
                state.connections.append(log)
                state.sockets[log.number] = socket
                return log
            }
            guard let log, threads.run({ serve(socket, log) }) else {
                Socket.discard(socket)
                continue
            }
        }
    }
}

/// What a connection's thread reports to its server.
extension LoopbackServer {
    func keep(_ request: ReceivedRequest) {
        state.withLock { $0.requests.append(request) }
    }

    func ended(_ connection: ConnectionLog, _ ending: ConnectionRecord.Ending) {
        let wasStopped = state.withLock { state in
            state.sockets[connection.number] = nil
            return state.isStopped
        }
        connection.ended(wasStopped ? .stopped : ending)
    }
}
