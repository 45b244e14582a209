import Foundation
import Testing
import WaybillInterchange

@testable import WaybillRoutes

/// Time zones, held against what Foundation says of them.
struct CalendarZoneTests {
    private static let folder = "/usr/share/zoneinfo"
    /// In the south, without daylight saving, with half an hour of it, with a night that begins on another day, with rules of its own.
    private static let names = [
        "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "Africa/Casablanca",
        "Pacific/Apia", "America/Santiago", "Europe/Dublin", "Asia/Gaza", "UTC", "Asia/Kathmandu", "Pacific/Chatham",
    ]

    private func zone(_ name: String) throws -> CalendarZone? {
        guard let file = FileManager.default.contents(atPath: "\(Self.folder)/\(name)") else { return nil }
        let zone = CalendarZone(name: name, file: Array(file))
        return try #require(zone) as CalendarZone
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: folder)), arguments: names)
    func offsetsAreThoseOfTheDatabase(name: String) throws {
        guard let zone = try zone(name), let reference = TimeZone(identifier: name) else { return }
        var random = SeededGenerator(seed: 3)
        for _ in 0..<3_000 {
            // 1971 to 2036: what both say of later years hangs on how far their tables reach.
            let time = Int64.random(in: 31_536_000...2_082_758_400, using: &random)
            #expect(zone.offset(at: time) == reference.secondsFromGMT(for: Date(timeIntervalSince1970: Double(time))), "\(time)")
        }
    }

    @Test(arguments: [
        // The last Sundays of March and October, at one o'clock UTC.
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2045-03-26", 3_600, 3_600, 7_200),
        ("CET-1CEST,M3.5.0,M10.5.0/3", "2045-10-29", 3_600, 7_200, 3_600),
        // In the south the season spans the turn of the year.
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-01-01", 0, 39_600, 39_600),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-07-01", 0, 36_000, 36_000),
        ("<+0545>-5:45", "2050-01-01", 0, 20_700, 20_700), ("EST5EDT,J60/0,J300", "2048-03-01", 18_000, -18_000, -14_400),
    ])
    func rulesOfEveryYear(rule: String, day: String, seconds: Int, before: Int, after: Int) throws {
        let rule = try #require(DaylightRule(rule))
        let moment = Int64(try #require(CalendarDay(day)).number) * 86_400 + Int64(seconds)
        #expect(rule.offset(at: moment - 1) == before)
        #expect(rule.offset(at: moment) == after)
    }

    @Test(arguments: ["", "X", "CET", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0", "CET-1 CEST", "<+05"])
    func whatIsNoRuleIsNotRead(text: String) {
        #expect(DaylightRule(text) == nil)
    }

    @Test func spoiledFilesAreNotRead() throws {
        #expect(CalendarZone(name: "X", file: []) == nil)
        guard let file = FileManager.default.contents(atPath: "\(Self.folder)/Europe/Berlin").map(Array.init) else { return }
        var random = SeededGenerator(seed: 9)
        for _ in 0..<300 {
            var spoiled = Array(file.prefix(Int.random(in: 0...file.count, using: &random)))
            for _ in 0..<4 where !spoiled.isEmpty {
                spoiled[Int.random(in: 0..<spoiled.count, using: &random)] = .random(in: 0...255, using: &random)
            }
            // Some of it is still a zone; none of it ends the process.
            _ = CalendarZone(name: "X", file: spoiled)?.offset(at: 1_700_000_000)
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: folder)))
    func aDayOfAZoneBeginsAtItsMidnight() throws {
        guard let zone = try zone("Europe/Berlin") else { return }
        let midnight = Int64(try #require(CalendarDay("2026-07-01")).number) * 86_400 - 7_200
        func part(_ time: Int64) -> Int64 { BudgetPeriod.month.window(at: .seconds(time), in: zone).part }
        #expect(part(midnight - 1) != part(midnight))
        #expect(part(midnight) == midnight + 7_200)
    }
}
