import WaybillInterchange

/// A span of time that an amount of a budget is for.
public enum BudgetPeriod: Sendable, Hashable {
    /// A calendar day, after which it begins anew.
    case day
    /// A calendar month.
    case month
    /// The latest so much time, whole minutes of it.
    ///
    /// What was spent is kept in sixty parts of the span, each of which counts until all of it is over: so up to a sixtieth more than the span counts,
    /// never less.
    case rolling(Duration)
}

extension BudgetPeriod: Comparable {
    public static func < (left: BudgetPeriod, right: BudgetPeriod) -> Bool { left.seconds < right.seconds }

    /// About how long it is, and different for each.
    private var seconds: Duration {
        switch self {
        // Rolling spans are whole minutes.
        case .day: .seconds(86_401)
        case .month: .seconds(30 * 86_400 + 1)
        case .rolling(let span): span
        }
    }
}

extension BudgetPeriod: LosslessStringConvertible {
    /// `day`, `month`, or `rolling` with the span in minutes, such as `rolling 1440m`.
    public var description: String {
        switch self {
        case .day: "day"
        case .month: "month"
        case .rolling(let span): "rolling \(span.components.seconds / 60)m"
        }
    }

    public init?(_ description: String) {
        switch description {
        case "day": self = .day
        case "month": self = .month
        default:
            guard description.hasPrefix("rolling "), description.last == "m", let minutes = Int(description.dropFirst(8).dropLast()) else {
                return nil
            }
            self = .rolling(.seconds(60 * minutes))
        }
    }

    /// The period as part of a sentence, behind an amount: `a day`, `a month`, `in 24h`.
    public var words: String {
        switch self {
        case .day: "a day"
        case .month: "a month"
        case .rolling(let span): "in \(span.shortText)"
        }
    }

    /// Why it cannot be meant, or `nil`.
    package var problem: String? {
        guard case .rolling(let span) = self else { return nil }
        let isWhole = span.components.seconds % 60 == 0 && span.components.attoseconds == 0
        guard isWhole, span >= .seconds(60), span <= .seconds(400 * 86_400) else {
            return "a rolling span has whole minutes, from 1m to 400d"
        }
        return nil
    }
}

/// Where, in the books of a period, a moment stands.
package struct BudgetWindow: Sendable, Hashable {
    /// The part of the period that what is spent at the moment belongs to, as seconds.
    package let part: Int64
    /// The first part that counts at the moment.
    package let first: Int64
}

extension BudgetPeriod {
    /// Where a moment stands.
    ///
    /// - Parameter time: Since 1970-01-01 00:00 UTC.
    package func window(at time: Duration, in zone: CalendarZone?) -> BudgetWindow {
        let seconds = time.components.seconds
        switch self {
        case .day, .month:
            let day = CalendarDay(unixTime: .seconds(seconds + Int64(zone?.offset(at: seconds) ?? 0)))
            let start = Int64((self == .day ? day : day.firstOfMonth).number) * 86_400
            return BudgetWindow(part: start, first: start)
        case .rolling(let span):
            let span = span.components.seconds
            let step = max(1, span / 60)
            func start(_ time: Int64) -> Int64 { time - ((time % step) + step) % step }
            return BudgetWindow(part: start(seconds), first: start(seconds - span))
        }
    }
}
