/// A moment as RFC 3339 writes it: `2026-10-04T12:00:30Z`, `2026-10-04T14:00:30.5+02:00`.
struct RFC3339Moment {
    /// Seconds since 1970-01-01 00:00 UTC.
    let seconds: Double

    init?(_ text: String) {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2 else { return nil }
        let date = halves[0].split(separator: "-").compactMap { Int($0) }
        guard date.count == 3, (1_970...9_999).contains(date[0]), (1...12).contains(date[1]), (1...31).contains(date[2]),
            let zone = halves[1].firstIndex(where: { "Zz+-".contains($0) }), let offset = Self.offset(halves[1][zone...])
        else { return nil }
        let clock = halves[1][..<zone].split(separator: ":")
        guard clock.count == 3, let hour = Int(clock[0]), (0..<24).contains(hour), let minute = Int(clock[1]), (0..<60).contains(minute),
            let second = Double(clock[2]), (0..<61).contains(second)
        else { return nil }
        let days = HTTPDate.days(date[0], date[1], date[2])
        seconds = Double(((days * 24 + hour) * 60 + minute) * 60 - offset) + second
    }

    /// How many seconds a zone is ahead of UTC.
    private static func offset(_ zone: Substring) -> Int? {
        if zone == "Z" || zone == "z" { return 0 }
        let parts = zone.dropFirst().split(separator: ":").compactMap { Int($0) }
        guard parts.count == 2, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]) else { return nil }
        let seconds = (parts[0] * 60 + parts[1]) * 60
        return zone.first == "-" ? -seconds : seconds
    }
}
