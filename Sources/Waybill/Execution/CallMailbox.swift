import Synchronization
import WaybillInterchange

/// Where everything that happens to a call arrives, from any thread, and is waited for: the one place where a call waits.
final class CallMailbox: Sendable {
    /// Something that happened.
    ///
    /// What is large is kept elsewhere, so that the letters of which there are many are small.
    enum Message: Sendable {
        /// An exchange brought something.
        case transport(attempt: Int, TransportEvent, at: Duration)
        /// An attempt that waited in line under this number may go.
        case admitted(UInt64)
        /// The key of an attempt was read: the header that carries it, if there is one.
        indirect case key(attempt: Int, Result<HeaderField?, ModelFailure>)
        /// The books said whether an attempt may cost what it may.
        indirect case funds(attempt: Int, BudgetRefusal?)
        /// A timer rang.
        case timer
        /// The router closes.
        case closing
        /// The calling task was cancelled.
        case cancelled
    }

    private struct State {
        var messages: [Message] = []
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Puts a message in and wakes who waits, unless this message can wait for the next.
    func post(_ message: Message, wakes: Bool = true) {
        let waiter = state.withLock { state in
            state.messages.append(message)
            return wakes ? state.waiter.take() : nil
        }
        waiter?.resume()
    }

    /// Takes all messages out, waiting for the first; a cancelled task gets `.cancelled` among them.
    func takeAll(into messages: inout [Message], isolation: isolated (any Actor)? = #isolation) async {
        if take(into: &messages) { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation(isolation: isolation) { continuation in
                let isReady = state.withLock { state in
                    if state.messages.isEmpty { state.waiter = continuation }
                    return !state.messages.isEmpty
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            post(.cancelled)
        }
        _ = take(into: &messages)
    }

    /// Takes all messages out, if there are any.
    private func take(into messages: inout [Message]) -> Bool {
        state.withLock { state in
            guard !state.messages.isEmpty else { return false }
            // The emptied array takes the place of the full one, so that neither is allocated again.
            messages.removeAll(keepingCapacity: true)
            swap(&messages, &state.messages)
            return true
        }
    }
}
