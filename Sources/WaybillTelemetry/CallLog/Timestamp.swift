import WaybillRoutes

extension Duration {
    /// The moment, since 1970-01-01 00:00 UTC, as RFC 3339 writes it, to the microsecond: `2026-11-21T12:00:00.250000Z`.
    var timestamp: String {
        let (seconds, attoseconds) = components
        let micros = attoseconds / 1_000_000_000_000
        let ofDay = ((seconds % 86_400) + 86_400) % 86_400
        func padded(_ value: Int64, _ width: Int) -> String {
            let digits = String(value)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let time = "\(padded(ofDay / 3_600, 2)):\(padded(ofDay / 60 % 60, 2)):\(padded(ofDay % 60, 2))"
        return "\(CalendarDay(unixTime: self))T\(time).\(padded(micros, 6))Z"
    }
}
