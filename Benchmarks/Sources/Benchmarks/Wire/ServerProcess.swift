import CWire

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The server as a process of its own, so that its work is not counted as a client's.
///
/// It ends when this process does.
struct ServerProcess {
    let port: UInt16

    /// The argument by which the program knows that it is the server.
    static let argument = "serve"

    /// Opens the socket and starts this same program as its server.
    init() throws {
        var port: UInt16 = 0
        let listener = fixed_server_listen(&port)
        var ends: [Int32] = [-1, -1]
        guard listener >= 0, pipe(&ends) == 0 else { throw BenchmarkError("no socket on loopback") }
        // The server reads this end of file when the last writer, this process, is gone.
        _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
        let arguments = [CommandLine.arguments[0], Self.argument, "\(listener)", "\(ends[0])"]
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var child = pid_t()
        guard posix_spawnp(&child, arguments[0], nil, nil, &pointers, environ) == 0 else {
            throw BenchmarkError("the server did not start")
        }
        close(listener)
        close(ends[0])
        self.port = port
    }

    /// What the started program does.
    static func serve(listener: Int32, parent: Int32) {
        // Never freed: they live as long as the process.
        var table = Exchange.all.map { exchange in
            let answer = exchange.answer
            let faults = exchange.faults.map { fixed_fault(bytes: copy($0.bytes), count: $0.bytes.count, ending: $0.ending.code) }
            return fixed_answer(
                path: UnsafePointer(strdup(answer.path)), bytes: copy(answer.bytes), write_ends: copy(answer.writeEnds),
                write_count: answer.writeEnds.count, pause_nanoseconds: UInt64(answer.pause / .nanoseconds(1)), faults: copy(faults),
                fault_count: faults.count, fault_every: FixedFault.interval, requests: 0)
        }
        fixed_server_run(listener, parent, &table, table.count)
    }

    private static func copy<Element>(_ elements: [Element]) -> UnsafePointer<Element> {
        let room = UnsafeMutablePointer<Element>.allocate(capacity: elements.count)
        room.initialize(from: elements, count: elements.count)
        return UnsafePointer(room)
    }
}

/// Why the benchmarks cannot go on.
struct BenchmarkError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
