import Waybill
import WaybillInterchange

/// The machine's time, but so many times as fast: a minute of a router's life in a few seconds, with real sockets.
struct FastTime: TimeSource {
    let factor: Int
    private let system = SystemTime()

    init(factor: Int) { self.factor = factor }

    var now: Duration { system.now * factor }

    var unixTime: Duration { system.unixTime }

    func schedule(at time: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        system.schedule(at: time / factor, action)
    }
}
