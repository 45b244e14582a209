import Foundation
import Synchronization

/// Another program at work, with what it prints.
///
/// Without Foundation's `Process`, whose waiting runs a run loop on a thread that the tests need.
public final class ChildProcess: Sendable {
    private let process: pid_t
    private let output = Mutex("")

    /// A program could not be started.
    public struct NotStarted: Error {
        /// Which one.
        public let program: String
    }

    /// Starts a program found on the `PATH`; what it prints as errors is thrown away.
    public convenience init(_ arguments: String...) throws { try self.init(arguments) }

    /// Starts a program with its arguments.
    public init(_ arguments: [String]) throws {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw NotStarted(program: arguments[0]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        defer { posix_spawn_file_actions_destroy(&actions) }
        let strings = arguments.map { strdup($0) } + [nil]
        defer { for string in strings { free(string) } }
        var process = pid_t()
        let code = posix_spawnp(&process, arguments[0], &actions, nil, strings, environ)
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            throw NotStarted(program: arguments[0])
        }
        self.process = process
        let reading = ends[0]
        Thread.detachNewThread { [self] in
            let handle = FileHandle(fileDescriptor: reading, closeOnDealloc: true)
            while case let data = handle.availableData, !data.isEmpty {
                output.withLock { $0 += String(decoding: data, as: UTF8.self) }
            }
        }
    }

    /// What was printed so far, by whole lines.
    public var lines: [String] {
        output.withLock { text in
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
            return lines.dropLast().map(String.init)
        }
    }

    /// Ends the program.
    public func stop() {
        kill(process, SIGKILL)
        waitpid(process, nil, 0)
    }

    /// Waits until the program has ended by itself; its status, or nil when that took too long.
    func status() async -> Int32? {
        let result = Mutex<Int32?>(nil)
        _ = await eventually { [process] in
            var status: Int32 = 0
            guard waitpid(process, &status, WNOHANG) == process else { return false }
            result.withLock { $0 = status }
            return true
        }
        return result.withLock(\.self)
    }

    /// Whether programs can be found on the `PATH`.
    public static func canRun(_ programs: String...) -> Bool {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        return programs.allSatisfy { program in
            folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(program)") }
        }
    }
}
