/// The books: takes the report of every finished call.
///
/// Never text.
public protocol CallLedger: Sendable {
    /// Takes the report of a call that has ended, before its end is handed over. Must not block on slow storage.
    ///
    /// - Parameters:
    ///   - report: What the call did, attempt by attempt.
    ///   - failure: What it failed with; `nil` for an answer.
    func record(_ report: RouteReport, failure: FailureKind?)

    /// Brings everything recorded so far to where it is kept.
    func flush() async
}
