import Testing

@testable import WaybillLedger

/// When records are brought to the database, on a clock that stands where a test puts it.
struct IngestPaceTests {
    private let start = ContinuousClock.now

    /// Asks at times after the start, each with what was recorded and what of that waits by then.
    private func steps(_ looks: (Duration, recorded: Int, waiting: Int)...) -> [IngestPace.Step] {
        var pace = IngestPace()
        return looks.map { pace.step(Journal.Backlog(recorded: $0.recorded, waiting: $0.waiting), at: start + $0.0) }
    }

    private let lull = Duration.milliseconds(100)

    @Test func whatCallsLeaveTimeForIsTakenInByPortions() {
        let steps = steps(
            (.zero, 900, 900), (.milliseconds(100), 900, 900), (.milliseconds(101), 900, 400), (.milliseconds(102), 900, 0))
        #expect(steps == [.wait(lull), .portion, .portion, .rest])
    }

    @Test func whileCallsComeTheyAreLeftInPeace() {
        let looks = (0..<50).map { (Duration.milliseconds(100 * $0), $0 + 1) }
        var pace = IngestPace()
        for (time, count) in looks {
            #expect(pace.step(Journal.Backlog(recorded: count, waiting: count), at: start + time) == .wait(lull))
        }
    }

    @Test func betweenPortionsCallsComeFirstAgain() {
        let steps = steps(
            (.zero, 900, 900), (.milliseconds(100), 900, 900), (.milliseconds(101), 910, 410), (.milliseconds(201), 910, 410))
        #expect(steps == [.wait(lull), .portion, .wait(lull), .portion])
    }

    @Test func whatHasWaitedForLongIsTakenInAllTheSame() {
        let steps = steps(
            (.zero, 1, 1), (.milliseconds(4_999), 2, 2), (.milliseconds(5_000), 3, 3), (.milliseconds(5_100), 4, 1),
            (.milliseconds(9_999), 5, 2), (.milliseconds(10_000), 6, 3))
        #expect(steps == [.wait(lull), .wait(lull), .everything, .wait(lull), .wait(lull), .everything])
    }

    @Test func aRecordThatComesAfterARestWaitsAnew() {
        let steps = steps(
            (.zero, 1, 1), (.milliseconds(100), 1, 1), (.milliseconds(101), 1, 0), (.seconds(60), 2, 1), (.seconds(64), 3, 2))
        #expect(steps == [.wait(lull), .portion, .rest, .wait(lull), .wait(lull)])
    }
}
