import Synchronization
import Waybill

/// What happened in a run, in order: what crossed the wire, what the callers got.
struct SimulationStory: Sendable {
    /// One request and what came of it, as the wire saw it.
    struct Exchange: Sendable {
        var caller: Int
        var model: ModelName
        /// With which key, of whose account.
        var place: SimulatedWorld.Place
        var fault: SimulatedFault
        /// What the server set out to say.
        var answer: SimulatedAnswer
        /// The beginning that it was asked to go on from.
        var beginning: String?
        var isStreamed: Bool
        var started = Moment(time: .zero, order: 0)
        /// Whether the head of its response came.
        var headCame = false
        /// When anything came after it, by which it is read at the latest.
        var headWasRead: Moment?
        /// How many more requests the response said that there may be.
        var told: Int?
        /// When the last event was told.
        var ended: Moment?
        /// When the client closed it.
        var cancelled: Moment?
        /// How long the server lets wait for its first content, if it answers.
        var firstContent: Duration
        /// The longest silence of its answer.
        var longestGap: Duration
        /// How long all that it does takes.
        var planned: Duration
        /// The tokens of its input, as its server counts.
        var inputTokens: Int
        /// The tokens of it all, where its server tells at the end.
        var tokens: Int?
        var bytesSent: Int
        var bytesReceived = 0
        var usesFreshConnection: Bool
    }

    /// One call as its caller saw it.
    struct Call: Sendable {
        enum Outcome: Sendable {
            case response(ModelResponse)
            case failure(ModelFailure)
            case cancelled
            case dropped
        }

        var caller: SimulatedWorld.Caller
        var began: Moment
        var events: [(at: Moment, event: ModelEvent)] = []
        /// When its task was cancelled or the stream let go.
        var cancelled: Moment?
        var ended: Moment?
        var outcome: Outcome?
    }

    /// A time and, of what happens at one time, the order.
    struct Moment: Comparable, Sendable {
        var time: Duration
        var order: Int

        static func < (left: Moment, right: Moment) -> Bool { left.order < right.order }
    }

    var exchanges: [Exchange] = []
    var calls: [Int: Call] = [:]
    var rows: [(report: RouteReport, failure: FailureKind?)] = []
    /// What should never happen and fits nowhere else.
    var oddities: [String] = []
    private var steps = 0

    /// The present moment.
    mutating func moment(_ time: Duration) -> Moment {
        steps += 1
        return Moment(time: time, order: steps)
    }
}

/// Keeps the story of a run while it happens.
final class SimulationLog: CallLedger {
    private let story = Mutex(SimulationStory())
    private let time: any TimeSource

    init(time: any TimeSource) { self.time = time }

    var whole: SimulationStory { story.withLock(\.self) }

    /// Writes something down, with the present moment.
    @discardableResult
    func note<Result>(_ body: (inout sending SimulationStory, SimulationStory.Moment) -> sending Result) -> sending Result {
        let now = time.now
        return story.withLock { story in
            let moment = story.moment(now)
            return body(&story, moment)
        }
    }

    /// How many requests there were of some kind.
    func count(where isMeant: (SimulationStory.Exchange) -> Bool) -> Int { story.withLock { $0.exchanges.count(where: isMeant) } }

    func record(_ attempt: AttemptReport, of call: CallHeading) {}

    func record(_ call: CallRecord) { note { story, _ in story.rows.append((call.report, call.failure)) } }

    func flush() async {}
}

extension SimulationStory {
    /// The last step that was taken by a time.
    func lastOrder(at time: Duration) -> Int? {
        exchanges.flatMap { [$0.started, $0.over].compactMap(\.self) }.filter { $0.time <= time }.map(\.order).max()
    }

    /// The requests of one call, in order.
    func exchanges(of call: Call) -> [Exchange] { exchanges.filter { $0.caller == call.caller.number } }
}

extension SimulationStory: CustomStringConvertible {
    /// Every step in a line of its own, for whoever looks into a run that went wrong.
    var description: String {
        var lines: [(Moment, String)] = []
        for exchange in exchanges {
            let who = "caller \(exchange.caller) → \(exchange.model)\(exchange.place.name.map { " by \($0)" } ?? "")"
            let how = exchange.beginning.map { " going on from '\($0)'" } ?? ""
            lines.append((exchange.started, "\(who)\(exchange.isStreamed ? "" : " (no stream)")\(how): \(exchange.fault)"))
            if let ended = exchange.ended { lines.append((ended, "\(who): over, \(exchange.bytesReceived) bytes")) }
            if let cancelled = exchange.cancelled { lines.append((cancelled, "\(who): closed by the client")) }
        }
        for call in calls.values {
            let who = "caller \(call.caller.number)"
            lines.append(
                (
                    call.began,
                    "\(who) asks: \(call.caller.form), \(call.caller.delivery), deadline \(call.caller.deadline?.shortText ?? "-")"
                ))
            for (at, event) in call.events { lines.append((at, "\(who) gets \(event.short)")) }
            if let cancelled = call.cancelled { lines.append((cancelled, "\(who) cancels")) }
            if let ended = call.ended, let outcome = call.outcome { lines.append((ended, "\(who) ends: \(outcome)")) }
        }
        return lines.sorted { $0.0 < $1.0 }.map { "\($0.0.time.shortText)  \($0.1)" }.joined(separator: "\n")
    }
}

extension ModelEvent {
    fileprivate var short: String {
        if case .finished(let response) = self { "the response of \(response.model?.description ?? "nobody")" } else { "\(self)" }
    }
}

extension SimulationStory.Call.Outcome: CustomStringConvertible {
    var description: String {
        switch self {
        case .response(let response): "\(response.finishReason), \(response.isComplete ? "" : "in")complete, '\(response.text)'"
        case .failure(let failure): "\(failure.kind) (\(failure.scope)), \(failure)"
        case .cancelled: "cancelled"
        case .dropped: "let go"
        }
    }
}
