import Synchronization
import Testing
import WaybillInterchange

@testable import Waybill

struct TimerQueueTests {
    @Test func actionsComeInTheOrderOfTheirTimes() {
        let order = Mutex<[Int]>([])
        var queue = TimerQueue()
        for (index, time) in [5, 1, 4, 1, 3, 2, 5, 0].enumerated() {
            _ = queue.add(at: .seconds(time)) { order.withLock { $0.append(index) } }
        }
        for action in queue.takeDue(at: .seconds(4)) { action() }
        #expect(order.withLock { $0 } == [7, 1, 3, 5, 4, 2])
        #expect(queue.count == 2)
        #expect(queue.earliest == .seconds(5))
    }

    @Test func removedActionsDoNotRun() {
        var queue = TimerQueue()
        let id = queue.add(at: .seconds(1)) { Issue.record("was removed") }
        queue.remove(id)
        #expect(queue.takeDue(at: .seconds(2)).isEmpty)
        #expect(queue.count == 0)
    }

    @Test(arguments: 0..<20)
    func randomActionsStayInOrder(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var queue = TimerQueue()
        var expected: [UInt64: Duration] = [:]
        for _ in 0..<500 {
            let time = random.duration(upTo: .seconds(100))
            expected[queue.add(at: time) {}] = time
            if Bool.random(using: &random), let id = expected.keys.min() {
                queue.remove(id)
                expected[id] = nil
            }
        }
        #expect(queue.count == expected.count)
        #expect(queue.takeDue(at: .seconds(50)).count == expected.values.count { $0 <= .seconds(50) })
    }
}
