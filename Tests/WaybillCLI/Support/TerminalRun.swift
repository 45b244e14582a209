import Foundation
import Testing

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One run of a command whose standard output is a terminal.
struct TerminalRun {
    /// What the terminal was sent, with plain line breaks.
    let screen: String

    init(_ command: String, in folder: TemporaryFolder, environment: [String: String] = [:]) async throws {
        try await self.init(columns: 80, environment) { terminal, variables in
            try StartedCommand("\(command) > \(terminal)", in: folder, environment: variables)
        }
    }

    init(
        _ command: String, in folder: URL = Fixture.folder("Shop"), columns: Int, environment: [String: String] = [:]
    ) async throws {
        try await self.init(columns: columns, environment) { terminal, variables in
            try StartedCommand("\(command) > \(terminal)", in: folder, environment: variables)
        }
    }

    private init(
        columns: Int, _ environment: [String: String], start: (_ terminal: String, _ variables: [String: String]) throws -> StartedCommand
    ) async throws {
        let (main, other) = try Self.open(columns: columns)
        defer { close(main) }
        for end in [main, other] { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let terminal = try #require(ttyname(other).map { String(cString: $0) })
        let variables = ["TERM": "xterm"].merging(environment) { _, own in own }
        let started = try start(terminal, variables)
        async let screen = Self.everything(from: main)
        _ = try await started.end()
        // The terminal ends when nobody has it open any more.
        close(other)
        self.screen = await screen.replacingOccurrences(of: "\r\n", with: "\n")
    }

    /// Opens both ends of a terminal.
    private static func open(columns: Int) throws -> (main: Int32, other: Int32) {
        var (main, other) = (Int32(-1), Int32(-1))
        var size = winsize(ws_row: 24, ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        try #require(openpty(&main, &other, nil, nil, &size) == 0)
        return (main, other)
    }

    /// Reads until nobody has the terminal open any more, on a thread of its own.
    private static func everything(from main: Int32) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var bytes: [UInt8] = []
                var buffer = [UInt8](repeating: 0, count: 4_096)
                while case let count = read(main, &buffer, buffer.count), count > 0 { bytes += buffer[..<count] }
                continuation.resume(returning: String(decoding: bytes, as: UTF8.self))
            }
        }
    }
}
