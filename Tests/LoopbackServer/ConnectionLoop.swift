import Foundation

/// Serves one connection until it ends: reads a request, asks what to do, does it.
struct ConnectionLoop {
    let socket: Int32
    let log: ConnectionLog
    let server: LoopbackServer
    let keepsRequests: Bool
    let greeting: Reply
    let early: @Sendable (ReceivedRequest) -> Reply?
    let handler: LoopbackServer.Handler

    func run() {
        let ending = serve()
        server.ended(log, ending)
        if ending == .reset { Socket.lingerNot(socket) }
        Socket.discard(socket)
    }

    private func serve() -> ConnectionRecord.Ending {
        if let ending = perform(greeting) { return ending }
        var reader = RequestReader(socket: socket)
        for index in 1... {
            switch reader.readHead() {
            case .failure(let ending): return ending
            case .success(let head):
                guard var request = ReceivedRequest(head: head, connection: log.number, indexOnConnection: index) else { return .hungUp }
                if let reply = early(request) { return perform(reply) ?? .hungUp }
                switch reader.readBody(count: request.header("content-length").flatMap { Int($0) } ?? 0) {
                case .failure(let ending): return ending
                case .success(let body): request.body = body
                }
                log.received()
                if keepsRequests { server.keep(request) }
                if let ending = perform(handler(request)) { return ending }
            }
        }
        return .hungUp
    }

    /// Carries out a script; nil when the connection is kept.
    private func perform(_ reply: Reply) -> ConnectionRecord.Ending? {
        for step in reply.steps {
            switch step {
            case .bytes(let bytes):
                if !send(bytes[...]) { return .resetByClient }
            case .dribble(let bytes):
                for index in bytes.indices {
                    if !send(bytes[index...index]) { return .resetByClient }
                    usleep(100)
                }
            case .wait(let gate): gate.wait { server.isStopped }
            case .pause(let duration):
                usleep(UInt32(duration / .microseconds(1)))
            case .hangUp: return .hungUp
            case .reset: return .reset
            case .silence: return Socket.discardUntilClosed(socket)
            }
        }
        return nil
    }

    /// Sends in slices, so that the log shows how far a blocked server came.
    private func send(_ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            guard let count = Socket.write(rest.prefix(64 << 10), to: socket) else { return false }
            log.sent(count)
            rest = rest.dropFirst(count)
        }
        return true
    }
}

/// Cuts requests out of a stream of bytes.
private struct RequestReader {
    let socket: Int32
    private var buffer: [UInt8] = []

    init(socket: Int32) { self.socket = socket }

    mutating func readHead() -> Result<ArraySlice<UInt8>, ConnectionRecord.Ending> {
        var searched = 0
        while true {
            if let end = endOfHead(from: searched) {
                defer { buffer.removeFirst(end) }
                return .success(buffer[..<end])
            }
            searched = max(0, buffer.count - 3)
            if let ending = fill() { return .failure(ending) }
        }
    }

    mutating func readBody(count: Int) -> Result<[UInt8], ConnectionRecord.Ending> {
        while buffer.count < count {
            if let ending = fill() { return .failure(ending) }
        }
        defer { buffer.removeFirst(count) }
        return .success(Array(buffer[..<count]))
    }

    /// Reads what has come; how the connection ended when it did.
    private mutating func fill() -> ConnectionRecord.Ending? {
        switch Socket.receive(socket, into: &buffer) {
        case .bytes: nil
        case .closed: .closedByClient
        case .lost: .resetByClient
        }
    }

    /// The place behind the blank line that ends a head.
    private func endOfHead(from start: Int) -> Int? {
        let lineFeed = UInt8(ascii: "\n")
        return buffer.withUnsafeBufferPointer { buffer in
            var index = start + 3
            while index < buffer.count {
                if buffer[index] == lineFeed, buffer[index - 2] == lineFeed { return index + 1 }
                index += 1
            }
            return nil
        }
    }
}

extension ConnectionRecord.Ending: Error {}
