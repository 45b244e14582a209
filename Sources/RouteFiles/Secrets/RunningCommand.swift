// `environ` is a plain C variable, which the compiler cannot know to be safe; it is only read, as the C library itself does for `execvp`.
#if canImport(Glibc)
@preconcurrency import Glibc
#elseif canImport(Musl)
@preconcurrency import Musl
#else
@preconcurrency import Darwin
#endif

/// A child process whose output is read, in a process group of its own.
struct RunningCommand: ~Copyable {
    private let process: pid_t
    private let output: Int32
    /// How it ended, once it was waited for.
    private var status: Int32?

    /// Starts a program, which is looked for along `PATH`.
    init(_ words: [String]) throws(CommandFailure) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw CommandFailure("cannot be started: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        defer { close(ends[1]) }
        var process = pid_t()
        let code = Self.spawn(&process, words, output: ends[1])
        guard code == 0 else {
            close(ends[0])
            throw CommandFailure(code == ENOENT ? "was not found" : "cannot be started: \(String(cString: strerror(code)))")
        }
        self.process = process
        output = ends[0]
    }

    private static func spawn(_ process: inout pid_t, _ words: [String], output: Int32) -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
        var arguments = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        return posix_spawnp(&process, words[0], &actions, &attributes, &arguments, environ)
    }

    /// Reads what was printed so far, without waiting, until there is more than `limit`.
    func drain(into bytes: inout [UInt8], limit: Int) throws(CommandFailure) {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while bytes.count <= limit {
            let count = read(output, &buffer, buffer.count)
            if count > 0 {
                bytes += buffer[..<count]
            } else if count == 0 || errno == EAGAIN || errno == EWOULDBLOCK {
                return
            } else if errno != EINTR {
                throw CommandFailure("cannot be read: \(String(cString: strerror(errno)))")
            }
        }
    }

    /// How it ended, as `waitpid` says it; `nil` while it runs.
    mutating func exitStatus() -> Int32? {
        if let status { return status }
        var word: Int32 = 0
        let result = waitpid(process, &word, WNOHANG)
        // A program that ignores SIGCHLD leaves nothing to wait for; what was printed must do then.
        if result == process || (result == -1 && errno == ECHILD) { status = result == process ? word : 0 }
        return status
    }

    /// Ends it with all its children.
    deinit {
        if status == nil {
            kill(-process, SIGKILL)
            var word: Int32 = 0
            waitpid(process, &word, 0)
        }
        close(output)
    }
}
