import WaybillInterchange

/// Decides what a played exchange does next: a list of cues under the rules of the transport contract.
///
/// Its owner asks ``next(at:)`` until there is something to wait for, and again whenever that may have come.
struct Playback: Sendable {
    /// What the owner is to do.
    enum Action: Sendable {
        /// Tell this and ask again.
        case deliver(TransportEvent)
        /// Tell this; nothing follows.
        case finish(TransportEvent)
        /// Ask again at this time.
        case wait(until: Duration)
    }

    /// How many body bytes may go out that nobody has said to have used.
    static let window = 256 << 10

    private let cues: [TransportCue]
    private let limit: Duration
    private let maximumBytes: Int
    private var position = 0
    /// When the next cue is due.
    private var due: Duration
    private var sentBytes = 0
    private var consumedBytes = 0
    private var failure: TransportFailure?
    private var isOver = false
    private var isBusy = false

    init(_ cues: [TransportCue], for request: TransportRequest, startingAt now: Duration) {
        self.cues = cues
        limit = now + request.totalLimit
        maximumBytes = request.maximumResponseBytes
        due = now + (cues.first?.delay ?? .zero)
    }

    /// Takes the right to ask, which only one thread has at a time; the answers ``Action/finish(_:)`` and ``Action/wait(until:)`` give it back.
    mutating func begin() -> Bool {
        guard !isBusy, !isOver else { return false }
        isBusy = true
        return true
    }

    /// What to do now; only for who has the right to ask.
    mutating func next(at now: Duration) -> Action {
        if failure == nil, now >= limit { failure = TransportFailure(.timeout, detail: "the exchange took too long") }
        if let failure { return finish(.failed(failure)) }
        guard position < cues.count else { return wait(until: limit) }
        guard due <= now else { return wait(until: min(due, limit)) }
        let event = cues[position].event
        switch event {
        case .head: break
        case .body(let bytes):
            guard !isFull else { return wait(until: limit) }
            sentBytes += bytes.count
            guard sentBytes <= maximumBytes else {
                return finish(.failed(TransportFailure(.tooLarge, detail: "more than \(maximumBytes) bytes")))
            }
        case .end, .failed: return finish(event)
        }
        position += 1
        if position < cues.count { due = now + cues[position].delay }
        return .deliver(event)
    }

    private mutating func wait(until time: Duration) -> Action {
        isBusy = false
        return .wait(until: time)
    }

    private mutating func finish(_ event: TransportEvent) -> Action {
        isBusy = false
        isOver = true
        return .finish(event)
    }

    /// Whether no more of the body may go out until more of it was used.
    var isFull: Bool { sentBytes - consumedBytes >= Self.window }

    /// More of the body was used.
    mutating func consume(_ count: Int) { consumedBytes += count }

    /// The exchange is to end, unless it has.
    mutating func cancel(_ reason: String) {
        if failure == nil { failure = TransportFailure(.cancelled, detail: reason) }
    }
}
