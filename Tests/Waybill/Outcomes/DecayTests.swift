import Testing

@testable import Waybill

struct DecayTests {
    @Test func nothingSeenIsNoMean() {
        #expect(DecayedMean().mean == nil)
        #expect(DecayedCount().value(at: .seconds(5)) == 0)
    }

    @Test func theFirstFewCountAlike() throws {
        var mean = DecayedMean()
        for value in [1.0, 2, 3, 6] { mean.note(value, at: .zero) }
        #expect(abs(try #require(mean.mean) - 3) < 1e-9)
    }

    @Test func aLoneValueAfterALongTimeCountsAFifth() throws {
        var mean = DecayedMean()
        for _ in 0..<100 { mean.note(10, at: .zero) }
        mean.note(20, at: .seconds(86_400))
        #expect(abs(try #require(mean.mean) - 12) < 1e-9)
    }

    @Test func aChangeIsNoticedUnderAnyLoad() throws {
        var mean = DecayedMean()
        for _ in 0..<10_000 { mean.note(1, at: .zero) }
        for _ in 0..<200 { mean.note(5, at: .zero) }
        #expect(try #require(mean.mean) > 4.5)
    }

    @Test func whatWasBrokenOffCountsOnlyWhereItIsLong() throws {
        var mean = DecayedMean()
        mean.note(atLeast: 9, at: .zero)
        #expect(mean.mean == nil)
        mean.note(2, at: .zero)
        mean.note(atLeast: 1, at: .zero)
        #expect(mean.mean == 2)
        mean.note(atLeast: 4, at: .zero)
        #expect(mean.mean == 3)
    }

    @Test func aCountFades() {
        var count = DecayedCount()
        for _ in 0..<8 { count.note(at: .zero) }
        #expect(count.value(at: .zero) == 8)
        #expect(count.value(at: DecayedMean.memory) == 4)
        // A clock that goes back is taken to stand.
        count.note(at: .seconds(100))
        #expect(count.value(at: .zero) == count.value(at: .seconds(100)))
    }
}
