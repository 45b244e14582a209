import WaybillInterchange
import WaybillRoutes

@testable import Waybill
@testable import WaybillRoutePlanning

/// Runs a ``CallMachine`` against scripted models under a clock of its own: no task, no thread, no waiting.
final class SimulatedCall {
    /// What a model does with one attempt: each step after the time since the one before.
    struct Behaviour {
        enum Step {
            case content(String)
            case thought(String)
            case call(ToolCallDelta)
            case activity
            case end(FinishReason)
            case endEmpty(FinishReason)
            /// The finish reason came, the end of the body has not.
            case finishReason
            case fail(ModelFailure)
        }

        var steps: [(after: Duration, step: Step)]

        init(_ steps: [(Duration, Step)]) { self.steps = steps.map { ($0.0, $0.1) } }

        static func answer(_ pieces: String..., after: Duration = .milliseconds(100)) -> Behaviour {
            Behaviour(pieces.map { (after, .content($0)) } + [(.milliseconds(1), .end(.stop))])
        }

        static func fail(
            _ kind: FailureKind, _ scope: FailureScope, after: Duration = .milliseconds(50), retryAfter: Duration? = nil
        ) -> Behaviour {
            Behaviour([(after, .fail(ModelFailure(kind, scope: scope, "Scripted.", retryAfter: retryAfter)))])
        }

        static func cut(after pieces: String..., kind: FailureKind = .cut) -> Behaviour {
            Behaviour(
                pieces.map { (.milliseconds(100), .content($0)) }
                    + [(.milliseconds(100), .fail(ModelFailure(kind, scope: .model, "Scripted.")))])
        }

        static let silence = Behaviour([])
    }

    private var machine: CallMachine
    private var behaviours: [ModelName: [Behaviour]]
    private var inbox: [(at: Duration, attempt: Int, step: Behaviour.Step, model: ModelName)] = []
    private var effects = CallEffects()
    private var answers: [Int: String] = [:]
    private var deltas: [Int: [ToolCallDelta]] = [:]
    private var now = Duration.seconds(1_000)
    private let withoutKey: Set<String>

    /// What came of it.
    private(set) var events: [ModelEvent] = []
    private(set) var failure: ModelFailure?
    private(set) var closings: [(RouteReport, FailureKind?)] = []
    private(set) var remembered: [RequestRepair] = []
    private(set) var sent: [(model: ModelName, at: Duration, kind: AttemptOrder.Kind)] = []

    var report: RouteReport { closings[0].0 }
    var response: ModelResponse? {
        if case .finished(let response)? = events.last { response } else { nil }
    }
    /// What a caller would have on the screen.
    var text: String {
        events.reduce(into: "") { text, event in
            switch event {
            case .textDelta(let more): text += more
            case .restarted: text = ""
            default: break
            }
        }
    }
    var models: [String] { sent.map(\.model.id) }

    @discardableResult
    init(
        _ plan: RoutePlan, delivery: CallMachine.Delivery = .stream(mayRestart: false),
        shape: RequestShape = .init(isPlainText: true, forcesTool: false),
        seed: UInt64 = 1, cancelAt: Duration? = nil, withoutKey: Set<String> = [], _ behaviours: [String: [Behaviour]]
    ) {
        self.withoutKey = withoutKey
        machine = CallMachine(plan: plan, shape: shape, delivery: delivery, began: now, seed: seed)
        self.behaviours = Dictionary(uniqueKeysWithValues: behaviours.map { (RoutePlan.name($0.key), $0.value) })
        let cancelTime = cancelAt.map { now + $0 }
        machine.start(at: now, &effects)
        settle()
        while !machine.isFinished {
            let nextInput = inbox.map(\.at).min()
            let times = [nextInput, machine.nextWake, cancelTime].compactMap(\.self)
            precondition(!times.isEmpty, "the call would hang")
            now = max(now, times.min()!)
            if let cancelTime, cancelTime <= now {
                machine.cancel(at: now, &effects)
            } else if let nextInput, nextInput <= now, let place = inbox.firstIndex(where: { $0.at == nextInput }) {
                let input = inbox.remove(at: place)
                take(input.step, of: input.attempt, by: input.model)
            } else {
                machine.wake(at: now, &effects)
            }
            settle()
        }
    }

    private func settle() {
        while !effects.commands.isEmpty {
            switch effects.commands.removeFirst() {
            case .send(let order, let id):
                let model = machine.standings[order.place].candidate.model
                guard !withoutKey.contains(model.id) else {
                    machine.lacksKey(id, ModelFailure(.authentication, scope: .credential, "Scripted.", model: model), at: now, &effects)
                    continue
                }
                sent.append((model, now - machine.began, order.kind))
                machine.sent(id, bytes: 10, credential: "key", at: now)
                var at = now
                let behaviour = behaviours[model]?.isEmpty == false ? behaviours[model]!.removeFirst() : .silence
                for (after, step) in behaviour.steps {
                    at += after
                    inbox.append((at, id, step, model))
                }
            case .abandon(let id): inbox.removeAll { $0.attempt == id }
            case .conclude(let id):
                inbox.removeAll { $0.attempt == id }
                machine.ended(id, answer(id, .stop), at: now, &effects)
            case .account, .giveBack, .leaveLine, .promptKept: break
            case .remember(let repair, _): remembered.append(repair)
            case .close(let report, let kind): closings.append((report, kind))
            }
        }
        events += effects.events
        effects.events = []
        failure = effects.failure ?? failure
    }

    private func take(_ step: Behaviour.Step, of id: Int, by model: ModelName) {
        switch step {
        case .content(let text):
            answers[id, default: ""] += text
            machine.received(id, [.textDelta(text)], progress: .open, bytes: text.utf8.count, at: now, &effects)
        case .thought(let text):
            machine.received(id, [.reasoningDelta(text)], progress: .open, bytes: text.utf8.count, at: now, &effects)
        case .call(let delta):
            deltas[id, default: []].append(delta)
            machine.received(id, [.toolCallDelta(delta)], progress: .open, bytes: 1, at: now, &effects)
        case .activity: machine.received(id, [.activity], progress: .open, bytes: 0, at: now, &effects)
        case .end(let reason): machine.ended(id, answer(id, reason), at: now, &effects)
        case .endEmpty(let reason): machine.ended(id, Answer(finishReason: reason), at: now, &effects)
        case .finishReason: machine.received(id, [], progress: .finishing, bytes: 0, at: now, &effects)
        case .fail(var failure):
            failure.model = model
            machine.failed(id, failure, at: now, &effects)
        }
    }

    private func answer(_ id: Int, _ reason: FinishReason) -> Answer {
        var items: [ConversationItem] = []
        if let text = answers[id] { items.append(.assistant(text)) }
        var calls: [Int: ToolCall] = [:]
        for delta in deltas[id] ?? [] {
            calls[delta.index, default: ToolCall(id: delta.id, name: delta.name, arguments: "")].arguments += delta.arguments
        }
        items += calls.keys.sorted().map { .toolCall(calls[$0]!) }
        return Answer(items: items, finishReason: reason, usage: TokenUsage(uncachedInput: 10, outputText: 5))
    }
}

extension RoutePlan {
    static func name(_ id: String) -> ModelName { ModelName(provider: "p-\(id)", id: id) }

    /// A plan over models of these ids, each at a provider of its own.
    static func simulated(
        _ ids: String..., settings: (inout RouteSettings) -> Void = { _ in }, lastResort: LastResort? = nil, hold: Bool = false,
        closed: [String: Duration] = [:], prefill: Set<String> = [], windows: [String: Int] = [:], hosts: [String: String] = [:],
        firstToken: Duration = .seconds(10), hedgeAfter: Duration? = nil, price: Price? = nil
    ) -> RoutePlan {
        var all = RouteSettings.builtIn
        settings(&all)
        return RoutePlan(
            workload: "test", rule: nil, servedByWildcard: false,
            candidates: ids.enumerated()
                .map { place, id in
                    PlannedCandidate(
                        model: name(id), place: place,
                        verdict: closed[id].map { .setAside(.breakerOpen($0)) } ?? (place == 0 ? .chosen : .standingBy(place)),
                        adjustments: [],
                        parameters: .init(),
                        inputTokens: TokenCount(10, .estimated, tokenizer: "unknown"), outputLimit: nil, contextWindow: windows[id],
                        cost: nil,
                        firstToken: firstToken, hedgeAfter: hedgeAfter, stall: all.stall!, connect: .seconds(5),
                        canPrefill: prefill.contains(id), price: price,
                        streams: true,
                        host: hosts[id] ?? "https://\(id)", definedAt: nil)
                },
            settings: all, deadline: all.deadline!, hold: hold, lastResort: lastResort, wait: .zero)
    }
}
