import GatewayWire
import NIOHTTP1
import Synchronization

/// What the two sides of a connection tell each other: the handler in its pipeline, and the task that serves it.
final class ConnectionWatch: Sendable {
    private struct State {
        var isGone = false
        var onGone: (@Sendable () -> Void)?
        /// The head of a streamed answer that has not begun.
        var pendingHead: HTTPResponseHead?
        var isStreaming = false
        var refusal: InboundProblem?
    }

    private let state = Mutex(State())

    /// Calls this once when the client is gone, at once if it is already.
    func onGone(_ body: @escaping @Sendable () -> Void) {
        let isGone = state.withLock { state in
            if !state.isGone { state.onGone = body }
            return state.isGone
        }
        if isGone { body() }
    }

    /// The client closed its side, or the connection was lost.
    func clientIsGone() {
        let body = state.withLock { state in
            defer { state.onGone = nil }
            state.isGone = true
            return state.onGone
        }
        body?()
    }

    /// The request under way does not come whole, and the client was told so.
    func refuse(_ problem: InboundProblem) { state.withLock { $0.refusal = problem } }

    /// What the client was told of a request that did not come whole.
    var refusal: InboundProblem? { state.withLock { $0.refusal } }

    /// A streamed answer is awaited; where it stays silent for long, it begins with this head.
    func awaitStream(_ head: HTTPResponseHead) { state.withLock { $0.pendingHead = head } }

    /// Takes the head of the awaited stream, so that only one side sends it.
    ///
    /// - Returns: `nil` where it was sent before.
    func takeHead() -> HTTPResponseHead? {
        state.withLock { state in
            guard let head = state.pendingHead else { return nil }
            state.pendingHead = nil
            state.isStreaming = true
            return head
        }
    }

    /// The awaited stream will not come: something else is answered.
    ///
    /// - Returns: Whether its head was not sent yet.
    func cancelStream() -> Bool {
        state.withLock { state in
            defer { state.pendingHead = nil }
            return state.pendingHead != nil
        }
    }

    /// Whether a stream is being written, so that a comment may stand between its events.
    var isStreaming: Bool { state.withLock { $0.isStreaming } }

    /// The answer is over.
    func endAnswer() {
        state.withLock { state in
            state.pendingHead = nil
            state.isStreaming = false
        }
    }
}
