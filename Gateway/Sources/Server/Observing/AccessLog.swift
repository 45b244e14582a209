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
    private let closesDescriptor: Bool
    private let state = Mutex(State())
    private let writer: NIOThreadPool

    /// Writes to the standard output.
    public convenience init() { self.init(descriptor: 1, closes: false) }

    /// Writes to the end of a file, which is begun where there is none; only its owner may read it.
    ///
    /// - Throws: ``AccessLogError`` where it cannot be opened.
    public convenience init(path: String) throws(AccessLogError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw AccessLogError(path: path, reason: String(cString: strerror(errno))) }
        self.init(descriptor: descriptor, closes: true)
    }

    private init(descriptor: Int32, closes: Bool) {
        self.descriptor = descriptor
        closesDescriptor = closes
        writer = NIOThreadPool(numberOfThreads: 1)
        writer.start()
    }

    deinit {
        writer.shutdownGracefully { _ in }
        if closesDescriptor { close(descriptor) }
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

    public var description: String {
        "The access log '\(path)' cannot be opened: \(reason); name a file in a folder that may be written to."
    }
}
