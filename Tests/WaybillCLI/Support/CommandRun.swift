import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One run of a shell command in which `waybill` is the binary that was built with these tests.
struct CommandRun {
    let output: String
    let errors: String
    /// The exit code; for a command that a signal ended, 128 and the signal's number.
    let exitCode: Int32

    /// Runs a command with `/bin/sh` to its end.
    ///
    /// - Parameters:
    ///   - folder: The working folder.
    ///   - environment: Variables beside `PATH` and `WAYBILL_LEDGER`, which is `none`; nothing else is inherited.
    init(_ command: String, in folder: URL = Fixture.folder("Shop"), environment: [String: String] = [:]) async throws {
        self = try await StartedCommand(command, in: folder, environment: environment).end()
    }

    init(output: String, errors: String, exitCode: Int32) {
        self.output = output
        self.errors = errors
        self.exitCode = exitCode
    }
}

/// A shell command under way; what it prints goes to files, so that it never waits for a reader.
///
/// Foundation's `Process` takes a child for ended only when every copy of a socket is closed, and other tests' children may have inherited one.
struct StartedCommand {
    private let process: pid_t
    private let folder: TemporaryFolder
    private let workingFolder: TemporaryFolder?

    /// Starts a command in a temporary folder, which lives as long as this value.
    init(_ command: String, in workingFolder: TemporaryFolder, environment: [String: String] = [:]) throws {
        try self.init(command, in: workingFolder.url, keeping: workingFolder, environment: environment)
    }

    /// Starts a command in a folder.
    init(_ command: String, in workingFolder: URL = Fixture.folder("Shop"), environment: [String: String] = [:]) throws {
        try self.init(command, in: workingFolder, keeping: nil, environment: environment)
    }

    private init(_ command: String, in path: URL, keeping workingFolder: TemporaryFolder?, environment: [String: String]) throws {
        self.workingFolder = workingFolder
        folder = try TemporaryFolder()
        // Nobody's own books are touched.
        let usual = ["PATH": "\(BuiltProducts.folder.path):/usr/bin:/bin", "WAYBILL_LEDGER": "none"]
        let variables = environment.merging(usual) { own, _ in own }
        process = try Self.spawn(
            ["/bin/sh", "-c", "cd '\(path.path)' && \(command)"], variables.map { "\($0)=\($1)" }.sorted(),
            output: folder.url.appending(path: "output").path, errors: folder.url.appending(path: "errors").path)
    }

    private static func spawn(_ words: [String], _ environment: [String], output: String, errors: String) throws -> pid_t {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        #else
        var actions = posix_spawn_file_actions_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, O_WRONLY | O_CREAT, 0o600)
        var arguments = words.map { strdup($0) } + [nil]
        var variables = environment.map { strdup($0) } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var process = pid_t()
        let code = posix_spawn(&process, words[0], &actions, nil, &arguments, &variables)
        guard code == 0 else { throw POSIXError(POSIXErrorCode(rawValue: code) ?? .EIO) }
        return process
    }

    /// The file with what was printed on standard output so far.
    var outputFile: URL { folder.url.appending(path: "output") }

    /// Sends SIGINT, as Ctrl-C does.
    ///
    /// The command must begin with `exec`, so that the shell is not in between.
    func interrupt() { kill(process, SIGINT) }

    /// Waits for the end, on a thread of its own: those of tasks are few, and other tests need them.
    func end() async throws -> CommandRun {
        let process = process
        let status = await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var status: Int32 = 0
                while waitpid(process, &status, 0) == -1, errno == EINTR {}
                continuation.resume(returning: status)
            }
        }
        let signal = status & 0x7F
        return CommandRun(
            output: try text("output"), errors: try text("errors"), exitCode: signal == 0 ? status >> 8 & 0xFF : 128 + signal)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.url.appending(path: name)), as: UTF8.self)
    }
}
