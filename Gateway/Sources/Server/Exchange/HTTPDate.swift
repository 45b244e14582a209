import Synchronization
import Waybill

/// The time as headers have it (RFC 9110, 5.6.7), put together once a second.
final class HTTPDate: Sendable {
    private let time: any TimeSource
    private let last = Mutex((second: Int64.min, text: ""))

    init(_ time: any TimeSource) { self.time = time }

    /// The time now.
    var now: String {
        let second = time.unixTime.components.seconds
        return last.withLock { last in
            if last.second != second { last = (second, Self.write(second)) }
            return last.text
        }
    }

    private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// Such as `Sat, 21 Nov 2026 14:05:09 GMT`.
    static func write(_ second: Int64) -> String {
        // 2026-11-21T14:05:09…
        let timestamp = Duration.seconds(second).timestamp
        let day = timestamp.prefix(10).split(separator: "-")
        // The first day was a Thursday.
        let weekday = weekdays[Int((second / 86_400 + 4) % 7)]
        return "\(weekday), \(day[2]) \(months[(Int(day[1]) ?? 1) - 1]) \(day[0]) \(timestamp.dropFirst(11).prefix(8)) GMT"
    }
}
