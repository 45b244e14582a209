import Testing
import WaybillInterchange

@testable import WaybillRoutePlanning

struct RateBucketTests {
    @Test func whatWasSentBeforeTheBucketCanOnlyLowerIt() {
        var bucket = RateBucket(limit: 10)
        bucket.lower(toRemaining: 2, reset: .seconds(60), at: .zero)
        #expect(bucket.available(at: .zero) == 2)
        bucket.lower(toRemaining: 8, reset: .seconds(60), at: .zero)
        #expect(bucket.available(at: .zero) == 2)
        let mark = bucket.take(1, at: .zero)
        bucket.correct(remaining: 5, reset: .seconds(60), mark, isOurs: true, at: .zero)
        bucket.lower(toRemaining: 0, reset: .seconds(60), at: .zero)
        // What is known of a later request stands.
        #expect(bucket.available(at: .zero) == 5)
    }

    @Test func whatIsTakenComesBackAMinuteLater() {
        var bucket = RateBucket(limit: 10)
        _ = bucket.take(4, at: .zero)
        _ = bucket.take(6, at: .seconds(20))
        #expect(bucket.available(at: .seconds(59)) == 0)
        #expect(bucket.available(at: .seconds(61)) == 4)
        #expect(bucket.available(at: .seconds(81)) == 10)
        #expect(bucket.moment(offering: 5, at: .seconds(30)) >= .seconds(80))
    }

    /// The promise of the bucket: in no minute, wherever it begins, is more taken than the limit.
    @Test(arguments: 0..<30)
    func inNoMinuteIsMoreTakenThanTheLimit(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let limit = Int.random(in: 1...50, using: &random)
        var bucket = RateBucket(limit: limit)
        var taken: [(at: Duration, amount: Int)] = []
        var now = Duration.zero
        for _ in 0..<400 {
            let amount = Int.random(in: 1...limit, using: &random)
            now = max(now, bucket.moment(offering: amount, at: now))
            #expect(bucket.available(at: now) >= amount, "seed \(seed)")
            _ = bucket.take(amount, at: now)
            taken.append((now, amount))
            now += random.duration(upTo: .seconds(10))
        }
        for first in taken {
            let sum = taken.filter { $0.at >= first.at && $0.at < first.at + .seconds(60) }.reduce(0) { $0 + $1.amount }
            #expect(sum <= limit, "seed \(seed)")
        }
    }

    @Test(arguments: 0..<30)
    func theMomentThatIsPromisedIsTheFirstThatKeepsIt(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var bucket = RateBucket(limit: 100)
        for step in 0..<20 { _ = bucket.take(Int.random(in: 0...9, using: &random), at: .seconds(step)) }
        let mark = bucket.take(1, at: .seconds(20))
        bucket.correct(
            remaining: Int.random(in: 0...40, using: &random), reset: .seconds(Int.random(in: 1...90, using: &random)), mark, isOurs: true,
            at: .seconds(21))
        for amount in 1...100 {
            let moment = bucket.moment(offering: amount, at: .seconds(21))
            #expect(bucket.available(at: moment) >= amount, "seed \(seed), \(amount)")
            guard moment > .seconds(21) else { continue }
            #expect(bucket.available(at: moment - .microseconds(1)) < amount, "seed \(seed), \(amount)")
        }
    }

    @Test func whatMayNotBeCountedYetIsNotGivenBack() {
        var bucket = RateBucket(limit: 4)
        var marks: [RateBucket.Mark] = []
        for number in 0..<4 {
            marks.append(bucket.take(1, at: .zero))
            if number == 0 { bucket.finish(1) }
        }
        // The third was sent before the second, of which its answer does not know; the first was over.
        bucket.correct(remaining: 2, reset: .seconds(60), marks[2], isOurs: true, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 0)
        bucket.finish(1)
        // One of the four came back sooner.
        let last = bucket.take(0, at: .seconds(1))
        for _ in 0..<2 { bucket.finish(1) }
        let later = bucket.take(0, at: .seconds(1))
        bucket.correct(remaining: 1, reset: .seconds(60), last, isOurs: true, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 0)
        bucket.correct(remaining: 1, reset: .seconds(60), later, isOurs: true, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 1)
    }

    @Test func aHeaderThatTellsOfLessLowersWhatIsThere() {
        var bucket = RateBucket(limit: 60)
        let mark = bucket.take(1, at: .zero)
        bucket.correct(remaining: 10, reset: .seconds(50), mark, isOurs: true, at: .zero)
        #expect(bucket.available(at: .zero) == 10)
        // What others took comes back evenly until the reset.
        #expect((34...35).contains(bucket.available(at: .seconds(25))))
        #expect(bucket.available(at: .seconds(50)) == 59)
    }

    @Test func aHeaderThatTellsOfMoreGivesTheOldestBack() {
        var bucket = RateBucket(limit: 60)
        let mark = bucket.take(60, at: .zero)
        bucket.correct(remaining: 25, reset: .seconds(35), mark, isOurs: true, at: .seconds(25))
        #expect(bucket.available(at: .seconds(25)) == 25)
    }

    @Test func aHeaderOfALargerLimitNeverGivesMore() {
        var bucket = RateBucket(limit: 30)
        let mark = bucket.take(30, at: .zero)
        bucket.correct(remaining: 14_000, reset: .seconds(60), mark, isOurs: false, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 0)
    }

    @Test func whatWasTakenSinceIsTakenOffWhatAHeaderTells() {
        var bucket = RateBucket(limit: 60)
        let mark = bucket.take(1, at: .zero)
        _ = bucket.take(5, at: .seconds(1))
        bucket.correct(remaining: 20, reset: .seconds(10), mark, isOurs: true, at: .seconds(2))
        #expect(bucket.available(at: .seconds(2)) == 15)
    }

    @Test func aLateHeaderOfAnEarlierRequestCountsNoMore() {
        var bucket = RateBucket(limit: 60)
        let first = bucket.take(1, at: .zero)
        let second = bucket.take(1, at: .zero)
        bucket.correct(remaining: 5, reset: .seconds(30), second, isOurs: true, at: .seconds(1))
        bucket.correct(remaining: 50, reset: .seconds(30), first, isOurs: true, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 5)
    }

    @Test func theDifferenceBetweenReservedAndUsedIsSettled() {
        var bucket = RateBucket(limit: 1_000)
        let less = bucket.take(600, at: .zero)
        bucket.settle(reserved: 600, used: 100, taken: .zero, less, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 900)
        let more = bucket.take(100, at: .seconds(2))
        bucket.settle(reserved: 100, used: 1_100, taken: .seconds(2), more, at: .seconds(3))
        #expect(bucket.available(at: .seconds(3)) == -200)
        #expect(bucket.available(at: .seconds(63)) == 1_000)
    }

    @Test func whatAHeaderHasCountedIsNotSettledAgain() {
        var bucket = RateBucket(limit: 1_000)
        let mark = bucket.take(600, at: .zero)
        bucket.correct(remaining: 400, reset: .seconds(36), mark, isOurs: true, at: .zero)
        bucket.settle(reserved: 600, used: 100, taken: .zero, mark, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 400)
    }

    @Test func anotherLimitResizesWithoutRefilling() {
        var bucket = RateBucket(limit: 60)
        _ = bucket.take(60, at: .zero)
        bucket.resize(to: 100, at: .seconds(1))
        #expect(bucket.available(at: .seconds(1)) == 0)
        #expect(bucket.available(at: .seconds(61)) == 100)
        bucket.resize(to: 40, at: .seconds(61))
        #expect(bucket.available(at: .seconds(61)) == 40)
        _ = bucket.take(40, at: .seconds(61))
        bucket.resize(to: 10, at: .seconds(62))
        #expect(bucket.available(at: .seconds(62)) == -30)
    }

    @Test func aBusyBucketStaysSmall() {
        var bucket = RateBucket(limit: .max / 4)
        for step in 0..<100_000 { _ = bucket.take(1, at: .milliseconds(step)) }
        #expect(MemoryLayout.size(ofValue: bucket) < 256)
        #expect(Mirror(reflecting: bucket).children.compactMap { $0.value as? [Any] }.allSatisfy { $0.count <= 241 })
    }
}
