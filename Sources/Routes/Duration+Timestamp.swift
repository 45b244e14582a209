extension Duration {
    /// The moment so long after 1970-01-01 00:00 UTC, as RFC 3339 writes it, to the microsecond: `2026-11-21T17:00:00.123456Z`.
    public var timestamp: String {
        let (seconds, attoseconds) = components
        // Moments before 1970 too are written by the second below them.
        let isBelow = attoseconds < 0
        let whole = seconds - (isBelow ? 1 : 0)
        let fraction = (attoseconds + (isBelow ? 1_000_000_000_000_000_000 : 0)) / 1_000_000_000_000
        let ofDay = ((whole % 86_400) + 86_400) % 86_400
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: width - digits.utf8.count) + digits
        }
        let time = [ofDay / 3_600, ofDay / 60 % 60, ofDay % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(CalendarDay(unixTime: .seconds(whole)))T\(time).\(padded(fraction, 6))Z"
    }
}
