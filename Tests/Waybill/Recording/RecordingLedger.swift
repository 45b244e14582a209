import Synchronization
import Waybill

/// Keeps everything that it is told.
final class RecordingLedger: CallLedger {
    private struct Books {
        var calls: [CallRecord] = []
        var attempts: [(report: AttemptReport, call: CallHeading)] = []
    }

    private let books = Mutex(Books())

    var calls: [CallRecord] { books.withLock(\.calls) }
    var reports: [RouteReport] { calls.map(\.report) }
    /// The attempts that were over before their calls.
    var attempts: [(report: AttemptReport, call: CallHeading)] { books.withLock(\.attempts) }

    func record(_ attempt: AttemptReport, of call: CallHeading) { books.withLock { $0.attempts.append((attempt, call)) } }

    func record(_ call: CallRecord) { books.withLock { $0.calls.append(call) } }

    func flush() async {}
}
