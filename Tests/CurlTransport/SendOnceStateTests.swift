import Testing

@testable import WaybillCurlTransport

struct SendOnceStateTests {
    @Test func secondSendingIsPrevented() {
        var state = SendOnce()
        let answers = [state.mayConnect(), state.mayConnect(), state.maySend(), state.maySend()]
        #expect(answers == [true, true, true, false])
        #expect(state.hasBegun && state.wasPrevented)
    }

    @Test func connectingAgainAfterSendingIsPrevented() {
        var state = SendOnce()
        let answers = [state.maySend(), state.mayConnect()]
        #expect(answers == [true, false])
        #expect(state.wasPrevented)
    }
}
