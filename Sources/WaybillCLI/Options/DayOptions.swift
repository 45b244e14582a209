import ArgumentParser
import Waybill

/// The day that is taken for today.
struct DayOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Take this day for today: which models will be gone by then?", valueName: "date"),
        transform: { text in
            guard let day = CalendarDay(text) else { throw ValidationError("write YYYY-MM-DD.") }
            return day
        })
    private var on: CalendarDay?
}

extension DayOptions {
    /// The day: the one that was given, or the machine's, in UTC.
    var today: CalendarDay { on ?? CalendarDay(unixTime: SystemTime().unixTime) }

    /// A clock on that day; `nil`: the machine's own.
    var time: (any TimeSource)? { on.map { ClockOfDay(unixTime: .seconds($0.number * 86_400)) } }
}

/// A clock whose wall shows one moment.
private struct ClockOfDay: TimeSource {
    let unixTime: Duration
    private let machine = SystemTime()

    init(unixTime: Duration) { self.unixTime = unixTime }

    var now: Duration { machine.now }

    func schedule(at time: Duration, _ action: @escaping @Sendable () -> Void) -> any ScheduledAction {
        machine.schedule(at: time, action)
    }
}
