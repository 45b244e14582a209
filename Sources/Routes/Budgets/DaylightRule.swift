/// When a time zone changes its clocks in every year: the footer of a file of the time zone database, such as `CET-1CEST,M3.5.0,M10.5.0/3`
/// (POSIX.1, "TZ").
struct DaylightRule: Sendable, Hashable {
    /// Seconds east of UTC while no daylight saving is in force.
    private var standard: Int
    /// What is in force between two moments of the year; `nil`: never anything else.
    private var daylight: Season?

    private struct Season: Sendable, Hashable {
        var offset: Int
        var start: Turn
        var end: Turn
    }

    /// A moment that comes once a year.
    struct Turn: Sendable, Hashable {
        enum Day: Sendable, Hashable {
            /// A day of the week (0: Sunday) in a month; week 5 is its last.
            case weekday(Int, week: Int, month: Int)
            /// A day of the year from 1, where 29 February is never counted.
            case day(Int)
            /// A day of the year from 0.
            case dayWithLeap(Int)
        }

        var day: Day
        /// Seconds since midnight by the clock before the change.
        var time: Int
    }

    /// Reads a rule; `nil` where the text is none.
    init?(_ text: String) {
        var scanner = Scanner(rest: text[...])
        guard scanner.skipName(), let offset = scanner.time() else { return nil }
        standard = -offset
        guard !scanner.rest.isEmpty else { return }
        guard scanner.skipName() else { return nil }
        let saved = scanner.rest.first == "," ? standard + 3_600 : scanner.time().map(-)
        guard let saved, let start = scanner.turn(), let end = scanner.turn(), scanner.rest.isEmpty else { return nil }
        daylight = Season(offset: saved, start: start, end: end)
    }

    /// Seconds east of UTC at a moment in seconds since 1970.
    func offset(at time: Int64) -> Int {
        guard let daylight else { return standard }
        let year = CalendarDay(unixTime: .seconds(time + Int64(standard))).date.year
        let start = daylight.start.seconds(in: year) - Int64(standard)
        let end = daylight.end.seconds(in: year) - Int64(daylight.offset)
        let isOn = start < end ? (start..<end).contains(time) : !(end..<start).contains(time)
        return isOn ? daylight.offset : standard
    }

    private struct Scanner {
        var rest: Substring

        /// Passes over `CET` or `<+03>`.
        mutating func skipName() -> Bool {
            if rest.first == "<" {
                guard let end = rest.firstIndex(of: ">") else { return false }
                rest = rest[rest.index(after: end)...]
                return true
            }
            let name = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(name.count)
            return name.count >= 3
        }

        mutating func number() -> Int? {
            let digits = rest.prefix { ("0"..."9").contains($0) }
            guard !digits.isEmpty, digits.count <= 3 else { return nil }
            rest = rest.dropFirst(digits.count)
            return Int(digits)
        }

        mutating func take(_ character: Character) -> Bool {
            guard rest.first == character else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// `2`, `-3:30` or `+1:00:00`, in seconds.
        mutating func time() -> Int? {
            let sign = take("-") ? -1 : 1
            if sign == 1 { _ = take("+") }
            guard let hours = number() else { return nil }
            var seconds = hours * 3_600
            for unit in [60, 1] where take(":") {
                guard let part = number() else { return nil }
                seconds += part * unit
            }
            return sign * seconds
        }

        /// `,M3.5.0/2`, `,J60` or `,59`.
        mutating func turn() -> Turn? {
            guard take(",") else { return nil }
            let day: Turn.Day
            if take("M") {
                guard let month = number(), take("."), let week = number(), take("."), let weekday = number(),
                    (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
                else { return nil }
                day = .weekday(weekday, week: week, month: month)
            } else {
                let isJulian = take("J")
                guard let number = number(), (isJulian ? 1...365 : 0...365).contains(number) else { return nil }
                day = isJulian ? .day(number) : .dayWithLeap(number)
            }
            guard take("/") else { return Turn(day: day, time: 7_200) }
            return time().map { Turn(day: day, time: $0) }
        }
    }
}

extension DaylightRule.Turn {
    /// The moment in a year by the clock of the place, as seconds since 1970.
    fileprivate func seconds(in year: Int) -> Int64 { Int64(dayNumber(in: year)) * 86_400 + Int64(time) }

    private func dayNumber(in year: Int) -> Int {
        func first(of month: Int) -> Int { CalendarDay(year: year, month: month, day: 1)?.number ?? 0 }
        switch day {
        case .day(let number):
            let isAfterFebruary = number > 59
            return isAfterFebruary ? first(of: 3) + number - 60 : first(of: 1) + number - 1
        case .dayWithLeap(let number): return first(of: 1) + number
        case .weekday(let weekday, let week, let month):
            let start = first(of: month)
            let next = month == 12 ? start + 31 : first(of: month + 1)
            // 1970-01-01 was a Thursday.
            let weekdayOfStart = ((start + 4) % 7 + 7) % 7
            let day = start + (weekday - weekdayOfStart + 7) % 7 + (week - 1) * 7
            return day < next ? day : day - 7
        }
    }
}
