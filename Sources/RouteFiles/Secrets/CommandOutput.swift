import WaybillInterchange

/// Why a command gave no output: the end of a sentence that begins with the command.
struct CommandFailure: Error, Hashable {
    var reason: String

    init(_ reason: String) { self.reason = reason }
}

/// What a command prints, without a shell in between.
///
/// The command has no input, its errors go nowhere (they might repeat a secret), and it is ended with all its children when it takes too long.
enum CommandOutput {
    /// How often a running command is looked at.
    ///
    /// Keys are read seldom, so a thread of its own would be worth less than it costs.
    private static let interval = Duration.milliseconds(5)

    /// Runs a command and returns what it printed.
    ///
    /// - Parameters:
    ///   - words: The program, looked for along `PATH`, and its arguments.
    ///   - limit: How long it may take.
    ///   - largest: How many bytes it may print.
    static func read(_ words: [String], limit: Duration, largest: Int) async throws(CommandFailure) -> [UInt8] {
        var command = try RunningCommand(words)
        let end = ContinuousClock.now + limit
        var output: [UInt8] = []
        while true {
            // Looked at before reading: what a command printed before it ended is then all there.
            let status = command.exitStatus()
            try command.drain(into: &output, limit: largest)
            guard output.count <= largest else { throw CommandFailure("printed more than \(largest / 1_024) KiB") }
            if let status {
                guard status == 0 else { throw CommandFailure(reason(status)) }
                return output
            }
            guard ContinuousClock.now < end else { throw CommandFailure("did not end within \(limit.shortText)") }
            do { try await Task.sleep(for: interval) } catch { throw CommandFailure("was ended, since the call was cancelled") }
        }
    }

    private static func reason(_ status: Int32) -> String {
        let signal = status & 0x7F
        return signal == 0 ? "failed with exit status \(status >> 8 & 0xFF)" : "was ended by signal \(signal)"
    }
}
