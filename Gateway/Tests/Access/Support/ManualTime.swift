import Synchronization
import Waybill

/// Time that goes on only when a test says so.
final class ManualTime: TimeSource {
    private let moment = Mutex(Duration.seconds(1_000))

    var now: Duration { moment.withLock { $0 } }

    var unixTime: Duration { now }

    func advance(by duration: Duration) { moment.withLock { $0 += duration } }

    func schedule(at time: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        preconditionFailure("nobody waits in these tests")
    }
}
