import Testing
import WaybillInterchange

@testable import WaybillCurlTransport

struct InboxTests {
    private let exchange = Exchange(engine: Engine(limits: EngineLimits(maximumIdleConnections: 1, idleLifetime: .seconds(1))))

    @Test func threadIsLaunchedOnceAndWokenOnlyFromSleep() {
        var inbox = Inbox()
        let fail = Inbox.Command.fail(onEvent: { _ in }, .refused("test"))
        let whenUnborn = [inbox.add(fail), inbox.add(fail)]
        #expect(whenUnborn == [.launch, .nothing])

        let taken = take(&inbox)
        let whenAwake = inbox.add(fail)
        #expect(taken?.count == 2)
        #expect(whenAwake == .nothing)

        let rest = [take(&inbox)?.count, take(&inbox)?.count]
        let whenAsleep = [inbox.add(fail), inbox.add(fail)]
        #expect(rest == [1, 0])
        #expect(whenAsleep == [.wake, .nothing])
    }

    @Test func nothingLaunchesBeforeTheFirstStart() {
        var inbox = Inbox()
        let reactions = [inbox.add(.cancel(exchange)), inbox.add(.resume(exchange))]
        #expect(reactions == [.nothing, .nothing])
    }

    @Test func launchThatFailedIsTriedAgain() {
        var inbox = Inbox()
        let fail = Inbox.Command.fail(onEvent: { _ in }, .refused("test"))
        let first = inbox.add(fail)
        inbox.launchFailed()
        let second = inbox.add(fail)
        #expect([first, second] == [.launch, .launch])
    }

    @Test func closedInboxHandsOutWhatItHasAndTakesNothing() {
        var inbox = Inbox()
        let fail = Inbox.Command.fail(onEvent: { _ in }, .refused("test"))
        let reactions = [inbox.add(fail), inbox.close(), inbox.add(fail)]
        #expect(reactions == [.launch, .nothing, .refuse(TransportFailure(.cancelled, detail: "the transport is closed"))])
        var last: [Inbox.Command] = []
        let isOpen = inbox.takeAll(into: &last)
        #expect(!isOpen)
        #expect(last.count == 1)
    }

    private func take(_ inbox: inout Inbox) -> [Inbox.Command]? {
        var commands: [Inbox.Command] = []
        return inbox.takeAll(into: &commands) ? commands : nil
    }
}
