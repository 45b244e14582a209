import WaybillRoutes

/// Usage over time, in steps that are few enough to be drawn: from the first that something is known of to the last, also those without a call.
struct TimeSteps {
    /// How long a step is.
    enum Unit: String {
        case hour
        case day
        /// From a Monday on.
        case week
        case month
    }

    /// One step.
    struct Step {
        /// Counts steps from 1970 on.
        fileprivate let number: Int
        /// What it is called: `Sat 21 Nov 2026`.
        let name: String
        /// The name below an axis, where there is room for one.
        fileprivate(set) var label: Label?
        let figures: UsageFigures
    }

    /// A name below an axis.
    struct Label {
        let text: String
        /// Whether it is there where there is little room, too.
        let isMain: Bool
    }

    let unit: Unit
    private(set) var all: [Step] = []
    /// The days of the first and the last call.
    private(set) var firstDay: CalendarDay?
    private(set) var lastDay: CalendarDay?

    private static let mostDays = 100
    private static let mostWeeks = 105

    /// - Parameter report: By hour or by day, among others.
    init(_ report: UsageReport) {
        let isHourly = report.dimensions.contains(.hour)
        let groups = report.grouped(by: [isHourly ? .hour : .day]).groups
        let moments = groups.compactMap { Self.moment($0.labels[0]) }
        guard let first = moments.first, let last = moments.last, moments.count == groups.count else {
            unit = .day
            return
        }
        (firstDay, lastDay) = (first.day, last.day)
        let days = last.day.number - first.day.number + 1
        unit = isHourly ? .hour : days <= Self.mostDays ? .day : days <= 7 * Self.mostWeeks ? .week : .month
        var sums: [Int: UsageFigures] = [:]
        for (moment, group) in zip(moments, groups) { sums[unit.number(of: moment), default: UsageFigures()] += group.figures }
        all = (unit.number(of: first)...unit.number(of: last))
            .map { Step(number: $0, name: unit.name(of: $0), label: nil, figures: sums[$0] ?? UsageFigures()) }
        label()
    }

    /// Gives names to steps, as many as fit.
    private mutating func label() {
        let (every, main) = unit.rhythm(of: all.count)
        for index in all.indices where all[index].number.isMultiple(of: every) {
            let number = all[index].number
            all[index].label = Label(text: unit.label(of: number), isMain: number.isMultiple(of: main))
        }
    }

    /// A day and an hour, from a label of a group.
    fileprivate typealias Moment = (day: CalendarDay, hour: Int)

    private static func moment(_ label: String?) -> Moment? {
        guard let label, let day = CalendarDay(String(label.prefix(10))) else { return nil }
        return (day, Int(label.dropFirst(11).prefix(2)) ?? 0)
    }
}

extension TimeSteps.Unit {
    // 1970-01-01 was a Thursday: day 4 began the first whole week.

    fileprivate func number(of moment: TimeSteps.Moment) -> Int {
        switch self {
        case .hour: moment.day.number * 24 + moment.hour
        case .day: moment.day.number
        case .week: (moment.day.number - 4 + 7_000_000) / 7 - 1_000_000
        case .month: moment.day.date.year * 12 + moment.day.date.month - 1
        }
    }

    /// The day on which a step begins.
    private func day(of number: Int) -> CalendarDay {
        switch self {
        case .hour: CalendarDay(unixTime: .seconds(number * 3_600))
        case .day: CalendarDay(unixTime: .seconds(number * 86_400))
        case .week: CalendarDay(unixTime: .seconds((number * 7 + 4) * 86_400))
        case .month: CalendarDay(year: number / 12, month: number % 12 + 1, day: 1) ?? CalendarDay(unixTime: .zero)
        }
    }

    fileprivate func name(of number: Int) -> String {
        let day = day(of: number)
        return switch self {
        case .hour: "\(day.weekday) \(day.shortText), \(clock(number))"
        case .day: "\(day.weekday) \(day.longText)"
        case .week: "from \(day.longText)"
        case .month: "\(day.monthText) \(day.date.year)"
        }
    }

    fileprivate func label(of number: Int) -> String {
        let day = day(of: number)
        return switch self {
        case .hour: number.isMultiple(of: 24) ? day.shortText : clock(number)
        case .day, .week: day.shortText
        case .month: day.date.month == 1 ? "\(day.date.year)" : day.monthText
        }
    }

    /// At which multiples names stand: where there is much room, and where there is little.
    fileprivate func rhythm(of count: Int) -> (every: Int, main: Int) {
        let rhythms =
            switch self {
            case .hour: [1, 2, 3, 6, 12, 24]
            case .day: [1, 2, 4, 7, 14, 28]
            case .week: [1, 2, 4, 8, 16, 32]
            case .month: [1, 2, 3, 6, 12, 24, 60, 120]
            }
        func first(_ most: Int) -> Int { rhythms.first { (count - 1) / $0 < most } ?? rhythms[rhythms.count - 1] }
        let (every, main) = (first(15), first(6))
        return (every, main.isMultiple(of: every) ? main : every * (main / every + 1))
    }

    private func clock(_ hour: Int) -> String { "\(hour % 24 < 10 ? "0" : "")\(hour % 24):00" }
}

extension CalendarDay {
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]

    fileprivate var monthText: String { Self.months[date.month - 1] }
    fileprivate var weekday: String { Self.weekdays[(number % 7 + 7) % 7] }
    /// `21 Nov`.
    var shortText: String { "\(date.day) \(monthText)" }
    /// `21 Nov 2026`.
    var longText: String { "\(shortText) \(date.year)" }
}
