import WaybillInterchange

/// How long a provider asks to wait.
struct RetryHint {
    /// The wait; `nil` where none, or none that makes sense, was asked for.
    let duration: Duration?

    /// Reads `retry-after-ms`, else `retry-after` (seconds, or a date, which counts from the response's own `date`), else a delay that stood
    /// in the body.
    init(headers: [HeaderField], delay: Duration?) {
        let milliseconds = headers.value(of: "retry-after-ms").flatMap(Double.init).flatMap { Self.wait(seconds: $0 / 1_000) }
        duration = milliseconds ?? headers.value(of: "retry-after").flatMap { Self.wait($0, date: headers.value(of: "date")) } ?? delay
    }

    private static func wait(_ text: String, date: String?) -> Duration? {
        if let seconds = Double(text) { return wait(seconds: seconds) }
        guard let until = HTTPDate(text), let now = date.flatMap(HTTPDate.init) else { return nil }
        return wait(seconds: Double(until.seconds - now.seconds))
    }

    private static func wait(seconds: Double) -> Duration? {
        seconds > 0 && seconds < 1e9 ? .microseconds(Int64(seconds * 1e6 + 0.5)) : nil
    }
}

extension RetryHint {
    /// The wait in the words "try again in 6m0.5s" of a rate limit's message.
    static func duration(inMessage message: String) -> Duration? {
        guard let start = Phrases(message).end(of: "try again in ") else { return nil }
        return duration(of: String(decoding: message.utf8.dropFirst(start), as: UTF8.self))
    }

    /// Reads a duration as Go writes it, at the beginning of a text.
    ///
    /// It is made of decimals, each with its unit, such as `1h2m3.5s`, `28ms` or `20 seconds`. A number without a unit is seconds.
    static func duration(of text: String) -> Duration? {
        var rest = Substring(text)
        var seconds = 0.0
        var isFirst = true
        while true {
            rest = rest.drop { $0 == " " }
            let digits = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
            guard let number = Double(digits) ?? Double(digits.trimmingTrailingDot) else { break }
            let after = rest.dropFirst(digits.count)
            let unit = after.drop { $0 == " " }.prefix { $0.isLetter }
            guard let scale = secondsPerUnit(unit) else {
                if isFirst, unit.isEmpty { seconds = number }
                break
            }
            seconds += number * scale
            rest = after.drop { $0 == " " }.dropFirst(unit.count)
            isFirst = false
        }
        return wait(seconds: seconds)
    }

    private static func secondsPerUnit(_ unit: Substring) -> Double? {
        switch unit {
        case "h", "hr", "hour", "hours": 3_600
        case "m", "min", "minute", "minutes": 60
        case "s", "sec", "second", "seconds": 1
        case "ms", "millisecond", "milliseconds": 1e-3
        case "us", "µs", "μs": 1e-6
        case "ns": 1e-9
        default: nil
        }
    }
}

extension Substring {
    /// The text without the dot that ends a sentence.
    fileprivate var trimmingTrailingDot: Substring { last == "." ? dropLast() : self }
}
