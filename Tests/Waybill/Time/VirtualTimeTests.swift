import Synchronization
import Testing
import WaybillInterchange
import WaybillTesting

/// A list that several threads append to.
private final class Log: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock(\.self) }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}

extension TimeSource {
    /// Waits as code under test does: for an action of the clock.
    fileprivate func wait(_ span: Duration) async {
        await withCheckedContinuation { continuation in
            _ = schedule(at: now + span) { continuation.resume() }
        }
    }
}

struct VirtualTimeTests {
    private let time = VirtualTime()
    private let log = Log()

    private func note(_ line: String) -> @Sendable () -> Void {
        { [log, time] in log.add("\(line) at \(time.now)") }
    }

    // MARK: By hand

    @Test func timeStandsStillUntilItIsMoved() {
        #expect(time.now == .zero)
        time.advance(by: .seconds(3_600))
        #expect(time.now == .seconds(3_600))
        #expect(time.unixTime == .seconds(1_795_200_000 + 3_600))
    }

    @Test func actionsRunInOrderAndAtTheirTime() {
        _ = time.schedule(at: .seconds(2), note("second"))
        _ = time.schedule(at: .seconds(1), note("first"))
        _ = time.schedule(at: .seconds(2), note("third"))
        _ = time.schedule(at: .seconds(5), note("later"))
        time.advance(by: .seconds(3))
        #expect(log.all == ["first at 1.0 seconds", "second at 2.0 seconds", "third at 2.0 seconds"])
        #expect(time.pendingTimers == [.seconds(5)])
    }

    @Test func whatAnActionSchedulesWithinTheSpanRunsToo() {
        _ = time.schedule(at: .seconds(1)) { [time, inner = note("inner")] in
            _ = time.schedule(at: time.now + .seconds(1), inner)
        }
        time.advance(by: .seconds(2))
        #expect(log.all == ["inner at 2.0 seconds"])
    }

    @Test func anActionThatIsDueAtOnceWaitsForTheClock() {
        _ = time.schedule(at: .zero, note("now"))
        #expect(log.all == [])
        time.advance(by: .zero)
        #expect(log.all == ["now at 0.0 seconds"])
    }

    @Test func cancelledActionsDoNotRun() {
        let action = time.schedule(at: .seconds(1), note("cancelled"))
        action.cancel()
        action.cancel()
        #expect(!time.advanceToNextTimer())
        #expect(time.now == .zero)
    }

    @Test func theClockJumpsFromActionToAction() {
        _ = time.schedule(at: .seconds(86_400), note("a"))
        _ = time.schedule(at: .seconds(7), note("b"))
        #expect(time.advanceToNextTimer())
        #expect(time.now == .seconds(7))
        #expect(time.advanceToNextTimer())
        #expect(time.now == .seconds(86_400))
    }

    @Test func aTestCanWaitForCodeThatRunsElsewhere() async {
        let waiting = Task { [time] in
            await time.wait(.seconds(10))
            return time.now
        }
        await time.waitUntilScheduled(count: 1)
        time.advance(by: .seconds(10))
        #expect(await waiting.value == .seconds(10))
    }

    @Test func waitingForTimersEndsWithItsTask() async {
        let waiting = Task { [time] in await time.waitUntilScheduled(count: 1) }
        waiting.cancel()
        await waiting.value
        #expect(time.pendingTimers.isEmpty)
    }

    // MARK: By itself

    @Test func hoursPassWhereNothingElseIsToDo() async {
        let end = await time.run { [time] in
            for _ in 0..<1_000 { await time.wait(.seconds(3_600)) }
            return time.now
        }
        #expect(end == .seconds(3_600_000))
    }

    @Test func childTasksWakeInTheOrderOfTheirTimers() async {
        await time.run { [time, log] in
            await withTaskGroup { group in
                for seconds in [5, 1, 3, 2, 4] {
                    group.addTask {
                        await time.wait(.seconds(seconds))
                        log.add("\(seconds)")
                        await time.wait(.milliseconds(10 - seconds))
                        log.add("\(seconds) again")
                    }
                }
            }
        }
        #expect(log.all == ["1", "1 again", "2", "2 again", "3", "3 again", "4", "4 again", "5", "5 again"])
        #expect(time.now == .milliseconds(5_005))
    }

    @Test func theClockDoesNotMoveWhileATaskHasWork() async {
        await time.run { [time, log] in
            _ = time.schedule(at: .milliseconds(1)) { log.add("timer") }
            for _ in 0..<1_000 { await Task.yield() }
            log.add("work")
            await time.wait(.milliseconds(1))
        }
        #expect(log.all == ["work", "timer"])
    }

    @Test func actorsBelongToTheRun() async {
        actor Counter {
            var count = 0

            func add() { count += 1 }
        }
        let counter = Counter()
        await time.run { [time] in
            await withTaskGroup { group in
                for step in 0..<50 {
                    group.addTask {
                        await time.wait(.seconds(step))
                        await counter.add()
                    }
                }
            }
        }
        #expect(await counter.count == 50)
        #expect(time.now == .seconds(49))
    }

    @Test func unstructuredTasksCanBelongToTheRun() async {
        let end = await time.run { [time] in
            let task = Task(executorPreference: time.executor) {
                await time.wait(.seconds(30))
                return time.now
            }
            return await task.value
        }
        #expect(end == .seconds(30))
    }

    @Test func timersThatWereSetBeforeTheRunCount() async {
        _ = time.schedule(at: .seconds(1), note("before"))
        await time.run { [time] in await time.wait(.seconds(2)) }
        #expect(log.all == ["before at 1.0 seconds"])
    }

    @Test func afterTheRunTheClockStandsStill() async {
        await time.run { [time, later = note("later")] in
            _ = time.schedule(at: .seconds(100), later)
            await time.wait(.seconds(1))
        }
        #expect(time.now == .seconds(1))
        #expect(time.pendingTimers == [.seconds(100)])
    }

    @Test func errorsLeaveTheRun() async {
        await #expect(throws: CancellationError.self) {
            try await time.run { throw CancellationError() }
        }
    }

    @Test func cancellationReachesTheRun() async {
        let running = Task { [time] in
            await time.run { [time] in
                await withTaskCancellationHandler {
                    while !Task.isCancelled { await time.wait(.seconds(1)) }
                } onCancel: {
                }
            }
        }
        running.cancel()
        await running.value
    }
}
