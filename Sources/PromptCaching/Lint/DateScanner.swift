import WaybillRoutes

/// Finds days and times of day that are probably those of the call.
///
/// A date alone says little: `effective 2024-01-01` stands in policies for years. So it counts where the words before it say that it is now, where a
/// time or a weekday stands beside it, or where it is within a month of today.
struct DateScanner {
    let text: TextBytes
    /// The day on which the text is looked at; `nil`: not known, so that every day may be today.
    let today: CalendarDay?

    /// How many days from today a date is probably one of the call's.
    private static let nearness = 31

    /// What begins at a place and how far it goes.
    enum Match {
        /// It is of the call.
        case volatile(VolatileKind, end: Int)
        /// It is a date or a time, but one that may stand there for long.
        case fixed(end: Int)
    }

    /// The date or time that begins at a place, where a word begins.
    ///
    /// - Parameter wordEnd: Where the word ends.
    func match(at place: Int, _ wordEnd: Int) -> Match? {
        if text.isDigit(place) {
            if let stamp = unixTime(place) { return stamp }
            if let (day, end) = numericDate(place) ?? dayFirstDate(place) { return judge(day, place, end) }
            return compactStamp(place) ?? time(place)
        }
        // Only then is it worth the while to look the word up.
        if text.isDigit(text.skipping(" .", from: wordEnd)), let (day, end) = monthFirstDate(place) { return judge(day, place, end) }
        return text.hasWord("day", at: wordEnd - 3) ? weekday(place, wordEnd) : nil
    }

    // MARK: Judging

    private func judge(_ day: CalendarDay, _ place: Int, _ end: Int) -> Match {
        let words = text.words(before: place, atMost: 5)
        if words.first.map(Self.fixing.contains) ?? false { return .fixed(end: end) }
        if let timeEnd = clockTime(after: end) { return .volatile(.date, end: timeEnd) }
        // What makes a date a fixed one comes first: the release date, the date of birth.
        if words.contains(where: Self.fixing.contains) { return .fixed(end: end) }
        if words.contains(where: Self.present.contains) || words.first.map(Self.weekdays.contains) ?? false {
            return .volatile(.date, end: end)
        }
        guard let today else { return .volatile(.date, end: end) }
        return abs(today.number - day.number) <= Self.nearness ? .volatile(.date, end: end) : .fixed(end: end)
    }

    /// Words that say that a date or time is that of the call.
    private static let present: Set<String> = [
        "today", "now", "currently", "current", "date", "time", "timestamp", "datetime", "generated", "day", "tonight", "heute", "datum",
        "jetzt",
        "uhrzeit", "hoy", "fecha", "ahora", "aujourd", "oggi", "vandaag",
    ]

    /// Words that say that a date stands for long.
    private static let fixing: Set<String> = [
        "since", "until", "till", "before", "after", "by", "from", "through", "effective", "valid", "version", "updated", "published",
        "released",
        "release", "amended", "expires", "expiry", "expired", "due", "deadline", "born", "birth", "birthday", "founded", "established",
        "dated",
        "starting", "launched", "launch", "act", "law", "cutoff", "between", "opened", "closed", "seit", "bis", "ab", "vom", "depuis",
        "desde",
    ]

    private static let weekdays: Set<String> = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    ]

    // MARK: Days

    /// `2026-11-20`, `2026/11/20`, `20.11.2026`, `11/20/2026`.
    private func numericDate(_ place: Int) -> (CalendarDay, end: Int)? {
        guard let first = text.number(at: place, digits: 1...4) else { return nil }
        let separator = text[first.end]
        guard [UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: ".")].contains(separator),
            let second = text.number(at: first.end + 1, digits: 1...2), text[second.end] == separator,
            let third = text.number(at: second.end + 1, digits: 1...4),
            // A `T` may follow, and a time.
            !text.isWord(third.end) || text[third.end] | 0x20 == UInt8(ascii: "t")
        else { return nil }
        let digits = (first.end - place, third.end - second.end - 1)
        if digits.0 == 4, digits.1 <= 2, separator != UInt8(ascii: ".") {
            return day(first.value, second.value, third.value).map { ($0, third.end) }
        }
        guard digits.0 <= 2, digits.1 == 4 else { return nil }
        return (day(third.value, second.value, first.value) ?? day(third.value, first.value, second.value)).map { ($0, third.end) }
    }

    /// `20 November 2026`, `20. Nov. 2026`, `20th of November, 2026`.
    private func dayFirstDate(_ place: Int) -> (CalendarDay, end: Int)? {
        guard let number = text.number(at: place, digits: 1...2) else { return nil }
        var next = number.end
        if ["st", "nd", "rd", "th"].contains(text.word(next..<min(next + 2, text.count))), !text.isWord(next + 2) { next += 2 }
        next = text.skipping(" .", from: next)
        if text.hasWord("of", at: next) { next = text.skipping(" ", from: next + 2) }
        guard let month = month(next) else { return nil }
        guard let year = text.number(at: text.skipping(" .,", from: month.end), digits: 4...4), !text.isWord(year.end) else { return nil }
        return day(year.value, month.value, number.value).map { ($0, year.end) }
    }

    /// `November 20, 2026`, `Nov. 20th 2026`.
    private func monthFirstDate(_ place: Int) -> (CalendarDay, end: Int)? {
        guard let month = month(place), let number = text.number(at: text.skipping(" .", from: month.end), digits: 1...2) else {
            return nil
        }
        let suffixed = ["st", "nd", "rd", "th"].contains(text.word(number.end..<min(number.end + 2, text.count)))
        guard let year = text.number(at: text.skipping(" ,", from: suffixed ? number.end + 2 : number.end), digits: 4...4),
            !text.isWord(year.end)
        else { return nil }
        return day(year.value, month.value, number.value).map { ($0, year.end) }
    }

    private func month(_ place: Int) -> (value: Int, end: Int)? {
        guard text[place].isASCIILetter || text[place] >= 0x80 else { return nil }
        let end = text.endOfWord(place, limit: 16)
        return Self.months[text.word(place..<end)].map { ($0, end) }
    }

    private static let months: [String: Int] = {
        var months: [String: Int] = [:]
        let english = [
            "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
        ]
        let german = [
            "januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember",
        ]
        for names in [english, german] {
            for (place, name) in names.enumerated() {
                months[name] = place + 1
                months[String(name.prefix(3))] = place + 1
            }
        }
        months["sept"] = 9
        return months
    }()

    private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDay? {
        guard (1970...2199).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        return CalendarDay(year: year, month: month, day: day)
    }

    /// `Today is Friday`: a day without a date.
    private func weekday(_ place: Int, _ end: Int) -> Match? {
        guard (6...9).contains(end - place), Self.weekdays.contains(text.word(place..<end)) else { return nil }
        return text.words(before: place, atMost: 2).contains("today") ? .volatile(.date, end: end) : nil
    }

    // MARK: Times

    /// `10:15:30`, or `10:15` where the words before say that it is now.
    private func time(_ place: Int) -> Match? {
        guard let (end, hasSeconds) = clock(at: place) else { return nil }
        let words = text.words(before: place, atMost: 4)
        if words.contains(where: { Self.fixing.contains($0) || Self.scheduling.contains($0) }) { return .fixed(end: end) }
        return hasSeconds || words.contains(where: Self.present.contains) ? .volatile(.time, end: end) : .fixed(end: end)
    }

    /// Words that say that a time comes every day.
    private static let scheduling: Set<String> = ["at", "to", "opens", "closes", "daily", "every", "open", "hours", "um"]

    /// A time of day, and whether it has seconds.
    private func clock(at place: Int) -> (end: Int, hasSeconds: Bool)? {
        guard let hour = text.number(at: place, digits: 1...2), hour.value < 24, text[hour.end] == UInt8(ascii: ":"),
            let minute = text.number(at: hour.end + 1, digits: 2...2), minute.value < 60
        else { return nil }
        guard text[minute.end] == UInt8(ascii: ":") else { return (zone(after: minute.end), false) }
        guard let second = text.number(at: minute.end + 1, digits: 2...2), second.value < 61 else { return nil }
        var end = second.end
        if text[end] == UInt8(ascii: "."), let fraction = text.number(at: end + 1, digits: 1...9) { end = fraction.end }
        return (zone(after: end), true)
    }

    /// Past `Z`, `+01:00`, `am` and `pm`.
    private func zone(after place: Int) -> Int {
        if text[place] | 0x20 == UInt8(ascii: "z"), !text.isWord(place + 1) { return place + 1 }
        if text[place] == UInt8(ascii: "+") || text[place] == UInt8(ascii: "-"), let hours = text.number(at: place + 1, digits: 2...4) {
            guard text[hours.end] == UInt8(ascii: ":"), let minutes = text.number(at: hours.end + 1, digits: 2...2) else {
                return hours.end
            }
            return minutes.end
        }
        let next = text.skipping(" ", from: place)
        return text.hasWord("am", at: next) || text.hasWord("pm", at: next) ? next + 2 : place
    }

    /// The end of a time of day that follows a date after `T`, a blank or a comma.
    private func clockTime(after end: Int) -> Int? {
        let next = text[end] | 0x20 == UInt8(ascii: "t") ? end + 1 : text.skipping(" ,", from: end)
        return next > end ? clock(at: next)?.end : nil
    }

    /// `20261120T101530Z`.
    private func compactStamp(_ place: Int) -> Match? {
        guard let date = text.number(at: place, digits: 8...8), text[date.end] | 0x20 == UInt8(ascii: "t"),
            let time = text.number(at: date.end + 1, digits: 4...6),
            day(date.value / 10_000, date.value / 100 % 100, date.value % 100) != nil
        else { return nil }
        return .volatile(.date, end: zone(after: time.end))
    }

    /// Seconds since 1970, where the words before say so; milliseconds by themselves.
    private func unixTime(_ place: Int) -> Match? {
        guard let number = text.number(at: place, digits: 10...13), !text.isWord(number.end), text[number.end] != UInt8(ascii: ".") else {
            return nil
        }
        switch number.end - place {
        case 10:
            guard (1_500_000_000..<2_500_000_000).contains(number.value) else { return nil }
            let isTime = text.words(before: place, atMost: 3).contains { ["timestamp", "time", "epoch", "now", "unix", "ts"].contains($0) }
            return isTime ? .volatile(.time, end: number.end) : nil
        case 13:
            return (1_500_000_000_000..<2_000_000_000_000).contains(number.value) ? .volatile(.time, end: number.end) : nil
        default: return nil
        }
    }
}

extension TextBytes {
    /// The first place from `start` that has none of these bytes; of them there are a few at the most.
    func skipping(_ skipped: StaticString, from start: Int) -> Int {
        skipped.withUTF8Buffer { skipped in
            var place = start
            while place < start + 4, place < count, skipped.contains(bytes[place]) { place += 1 }
            return place
        }
    }
}
