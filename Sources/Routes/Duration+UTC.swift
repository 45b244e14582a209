extension Duration {
    /// A moment since 1970-01-01 00:00 UTC: `2026-11-21 14:05:09`, or the day alone where it begins then.
    package var utcText: String {
        let (day, time) = dayAndTime
        return time == "00:00:00" ? day : "\(day) \(time)"
    }

    /// A moment since 1970-01-01 00:00 UTC: its day and its time, `14:05:09`.
    package var dayAndTime: (day: String, time: String) {
        let day = CalendarDay(unixTime: self)
        return ("\(day)", Self.clock(Int(components.seconds) - day.number * 86_400))
    }

    /// A moment since 1970-01-01 00:00 UTC, to the minute: `2026-11-21 14:00`.
    package var minuteText: String { "\(dayAndTime.day) \(dayAndTime.time.prefix(5))" }

    /// Seconds of a day as `14:05:09`.
    private static func clock(_ seconds: Int) -> String {
        [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
    }
}
