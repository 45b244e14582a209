import ArgumentParser

extension ExitCode {
    /// No candidate of the route can serve the request.
    static let noCandidate = ExitCode(3)
    /// The command was used wrongly, by naming an unknown workload for example.
    static let usage = ExitCode.validationFailure
    /// What reads our output stopped reading: the code that a shell shows for a process ended by SIGPIPE.
    static let brokenPipe = ExitCode(128 + 13)

    /// The code that a shell shows for a process ended by a signal.
    static func signal(_ number: Int32) -> ExitCode { ExitCode(128 + number) }
}
