import WaybillInterchange

/// A day in UTC.
struct CivilDate: Hashable, CustomStringConvertible {
    let year: Int
    let month: Int
    let day: Int

    /// The day of a moment, in time since 1970-01-01 00:00 UTC.
    init(unixTime: Duration) {
        // Days are counted from 0000-03-01, so that a leap day is the last of its year.
        let days = Int(unixTime.components.seconds / 86_400) + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    }

    /// `YYYY-MM-DD`.
    var description: String {
        func digits(_ value: Int, _ count: Int) -> String { String(String(value + 10_000).suffix(count)) }
        return "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))"
    }
}
