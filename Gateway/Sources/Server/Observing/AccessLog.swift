import NIOPosix
import Synchronization
import Waybill

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A line of JSON for each exchange, without any content.
///
/// Lines are written by a thread of their own from a bounded buffer, so that whoever reads them slowly holds up nobody; where the buffer is full, lines
/// are left out and counted in the next that can be written.
public final class AccessLog: Sendable {
    /// The most bytes that wait to be written.
    private static let mostWaiting = 1 << 20

    private struct State {
        var waiting: [UInt8] = []
        var lost = 0
        var isWriting = false
    }

    private let descriptor: Int32
    /// The path of the file; `nil`: the standard output.
    private let path: String?
    private let state = Mutex(State())
    private let writer: NIOThreadPool

    /// Writes to the standard output.
    public convenience init() { self.init(descriptor: 1, path: nil) }

    /// Writes to the end of a file, which is begun where there is none; only its owner may read it.
    ///
    /// - Throws: ``AccessLogError`` where it cannot be opened.
    public convenience init(path: String) throws(AccessLogError) {
        self.init(descriptor: try Self.descriptor(of: path), path: path)
    }

    private init(descriptor: Int32, path: String?) {
        self.descriptor = descriptor
        self.path = path
        writer = NIOThreadPool(numberOfThreads: 1)
        writer.start()
    }

    deinit {
        writer.shutdownGracefully { _ in }
        if path != nil { close(descriptor) }
    }

    /// Goes on in the file that has the path now, once another program has moved the one before away.
    ///
    /// - Throws: ``AccessLogError`` where it cannot be opened; then the log goes on where it was.
    public func reopen() throws(AccessLogError) {
        guard let path else { return }
        let other = try Self.descriptor(of: path)
        defer { close(other) }
        // In the place of the old one, which whoever is writing to it now keeps until then.
        guard dup2(other, descriptor) >= 0 else { throw AccessLogError(path: path) }
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    }

    private static func descriptor(of path: String) throws(AccessLogError) -> Int32 {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AccessLogError(path: path) }
        return descriptor
    }

    private func append(_ line: JSONObject) {
        let begins = state.withLock { state in
            guard state.waiting.count < Self.mostWaiting else {
                state.lost += 1
                return false
            }
            var line = line
            if state.lost > 0 { line["lines_lost"] = .number(JSONNumber(state.lost)) }
            state.lost = 0
            JSONValue.object(line).write(into: &state.waiting)
            state.waiting.append(UInt8(ascii: "\n"))
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { writer.submit { [weak self] _ in self?.writeOut() } }
    }

    /// Writes what waits until nothing does.
    private func writeOut() {
        while true {
            let bytes = state.withLock { state in
                defer { state.waiting.removeAll(keepingCapacity: true) }
                if state.waiting.isEmpty { state.isWriting = false }
                return state.waiting
            }
            guard !bytes.isEmpty else { return }
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
                if count < 0, errno == EINTR { continue }
                // A device that is full takes no more now; later lines may find room again.
                guard count > 0 else { break }
                rest = rest.dropFirst(count)
            }
        }
    }
}

extension AccessLog: ExchangeObserver {
    func exchangeEnded(_ exchange: Exchange) { append(exchange.line) }
}

extension Exchange {
    /// The exchange as a line of the log; what there is nothing of is left out.
    var line: JSONObject {
        var line: JSONObject = [
            "time": .string(began.timestamp), "method": .string(method), "path": .string(path), "status": .number(JSONNumber(status)),
        ]
        for (key, text) in [("error", error), ("caller", caller), ("workload", workload)] {
            // Anybody may call anything a workload.
            if let text { line[key] = .string(String(text.prefix(Self.longestName))) }
        }
        line["model"] = model?.json
        line["call"] = call?.json
        if isStream { line["stream"] = true }
        line["received"] = .number(JSONNumber(received))
        line["sent"] = .number(JSONNumber(sent))
        line["duration"] = JSONNumber(duration / .seconds(1)).map(JSONValue.number)
        return line
    }
}

/// A log that cannot be opened.
public struct AccessLogError: Error, CustomStringConvertible {
    /// The path of the file.
    public let path: String
    /// Why it cannot be opened, in the system's words.
    public let reason: String

    /// The last call of the system failed.
    init(path: String) {
        self.path = path
        reason = String(cString: strerror(errno))
    }

    public var description: String {
        "The access log '\(path)' cannot be opened: \(reason); name a file in a folder that may be written to."
    }
}
