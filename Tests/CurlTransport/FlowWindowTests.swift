import Testing

@testable import WaybillCurlTransport

struct FlowWindowTests {
    @Test func readingStopsAtTheLimitAndGoesOnBelowIt() {
        var window = FlowWindow()
        let before = window.mayRead(gathered: FlowWindow.limit - 1)
        window.deliver(FlowWindow.limit)
        let at = window.mayRead(gathered: 0)
        let resumes = window.consume(1)
        let below = window.mayRead(gathered: 0)
        #expect([before, at, resumes, below] == [true, false, true, true])
    }

    @Test func bytesUsedWhileNothingWasStoppedAskForNothing() {
        var window = FlowWindow()
        window.deliver(1000)
        let resumes = window.consume(1000)
        #expect(!resumes)
    }

    @Test func onlyTheFirstOfSeveralUsesAsksToGoOn() {
        var window = FlowWindow()
        window.deliver(2 * FlowWindow.limit)
        let mayRead = window.mayRead(gathered: 0)
        let resumes = [window.consume(FlowWindow.limit), window.consume(1), window.consume(1)]
        #expect(!mayRead)
        #expect(resumes == [false, true, false])
    }

    @Test func gatheredBytesCountBeforeTheyAreHandedOver() {
        var window = FlowWindow()
        window.deliver(FlowWindow.limit / 2)
        let mayRead = window.mayRead(gathered: FlowWindow.limit / 2)
        #expect(!mayRead)
    }

    @Test func moreUsedThanDeliveredDoesNotWidenTheWindow() {
        var window = FlowWindow()
        _ = window.consume(1_000_000)
        _ = window.consume(-5)
        let mayRead = window.mayRead(gathered: FlowWindow.limit)
        #expect(!mayRead)
    }
}
