import Logging

/// Tells of problems: to the log, and to whoever asked to be told.
struct ProblemTeller: Sendable {
    let logger: Logger?
    let onProblem: @Sendable (LedgerProblem) -> Void

    func tell(_ problem: LedgerProblem) {
        logger?
            .log(
                level: problem.isGood ? .notice : .error, "ledger problem",
                metadata: ["kind": "\(problem.kind)", "lost": "\(problem.lost)", "explanation": "\(problem.explanation)"])
        onProblem(problem)
    }
}
