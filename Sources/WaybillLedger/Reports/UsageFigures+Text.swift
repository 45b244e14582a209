import WaybillInterchange
import WaybillRoutes

extension UsageFigures {
    /// The cost as far as it is known: `$1.64`, `≥ $1.64`, `not known`.
    package var costText: String {
        if unpricedAttempts == 0 { return cost.shortText }
        return cost == .zero ? "not known" : "≥ \(cost.shortText)"
    }

    /// The calls that no model answered, as far as they are known to have ended.
    package var unanswered: Int { failed + degraded }
}

extension UsageQuery {
    /// The time that is meant: `all in the books`, `from 2026-11-08 to the end of 2026-11-21`.
    package var periodText: String {
        switch (since, until) {
        case (nil, nil): "all in the books"
        case (let since?, nil): "since \(since.utcText)"
        case (nil, let until?): "to \(Self.end(until))"
        case (let since?, let until?): "from \(since.utcText) to \(Self.end(until))"
        }
    }

    /// The last moment; where that is the end of a day, the day.
    private static func end(_ until: Duration) -> String {
        let day = CalendarDay(unixTime: until - .microseconds(1))
        return until == .seconds((day.number + 1) * 86_400) ? "the end of \(day)" : until.utcText
    }
}
