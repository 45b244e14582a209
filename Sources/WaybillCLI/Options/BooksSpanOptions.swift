import ArgumentParser
import Waybill

/// Which time of the books is meant.
struct BooksSpanOptions: ParsableArguments {
    @Option(help: ArgumentHelp("From this day on (2026-11-14), or so long before the end (7d, 12h). Days are UTC.", valueName: "time"))
    private var since: String?

    @Option(help: ArgumentHelp("To the end of this day, or so long ago. (default: now)", valueName: "time"))
    private var until: String?

    func validate() throws {
        for (option, text) in [("--since", since), ("--until", until)] {
            if let text, Moment(text) == nil {
                throw ValidationError(
                    "'\(option) \(text)' is no time: write 2026-11-14, 7d or 12h.")
            }
        }
    }

    /// A day, or a length of time before something.
    private enum Moment {
        case day(CalendarDay)
        case before(Duration)

        init?(_ text: String) {
            if let day = CalendarDay(text) {
                self = .day(day)
                return
            }
            do throws(UnitProblem) {
                self = .before(try Units.duration(text))
            } catch {
                return nil
            }
        }
    }
}

extension BooksSpanOptions {
    /// The time that is meant, since 1970-01-01 00:00 UTC, as it is now: a beginning that was asked for, and an end.
    func span() -> (since: Duration?, until: Duration?) {
        let now = SystemTime().unixTime
        let end: Duration? =
            switch until.flatMap(Moment.init) {
            case nil: nil
            case .day(let day): .seconds((day.number + 1) * 86_400)
            case .before(let length): now - length
            }
        let start: Duration? =
            switch since.flatMap(Moment.init) {
            case nil: nil
            case .day(let day): .seconds(day.number * 86_400)
            case .before(let length): (end ?? now) - length
            }
        return (start, end)
    }

    /// Whether all times are meant.
    var isAll: Bool { since == nil && until == nil }

    /// That there are no calls at all, and what to do.
    static let noCall =
        "There is no call in the books yet. 'waybill send' makes one; a program's are there when its router is given these books."
}
