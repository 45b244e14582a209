import Testing
import WaybillInterchange

@testable import WaybillLedger

struct TimeSamplesTests {
    private static func samples(_ values: [Int64]) -> TimeSamples {
        values.reduce(into: TimeSamples()) { $0.add($1) }
    }

    @Test func aPercentileIsTheSmallestTimeThatSoManyAreNotAbove() {
        #expect(Self.samples([]).percentile(50) == nil)
        #expect(Self.samples([7]).percentile(1) == .microseconds(7))
        #expect(Self.samples([7]).percentile(100) == .microseconds(7))
        let ten = Self.samples([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])
        #expect(ten.percentile(50) == .microseconds(5))
        #expect(ten.percentile(51) == .microseconds(6))
        #expect(ten.percentile(95) == .microseconds(10))
        #expect(ten.percentile(90) == .microseconds(9))
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func percentilesAreThoseOfSortedTimes(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let most: Int64 = [1, 3, 100, 1_000_000][Int(seed % 4)]
        var values = (0..<Int.random(in: 1...500, using: &random)).map { _ in Int64.random(in: 0...most, using: &random) }
        if seed % 5 == 0 { values.sort() }
        let samples = Self.samples(values)
        for percent in [1, 50, 95, 99, 100] {
            let place = (percent * values.count + 99) / 100 - 1
            #expect(samples.percentile(percent) == .microseconds(values.sorted()[place]), "seed \(seed)")
        }
    }

    @Test func aMillionTimesAreNoTrouble() {
        // In order, all the same, and in two halves: what a careless search takes its square for.
        for make in [{ $0 }, { _ in 5 }, { $0 < 500_000 ? 1 : 2 }] as [(Int64) -> Int64] {
            let samples = Self.samples((0..<1_000_000).map(make))
            #expect(samples.percentile(50) == .microseconds(make(499_999)))
        }
    }
}
