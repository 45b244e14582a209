import WaybillInterchange
import WaybillPromptCaching
import WaybillRouteFiles
import WaybillRoutePlanning
import WaybillRoutes

/// One call, planned and ready to be carried out under the version of the routes that planned it.
///
/// A class, as is the ``CallContext``: it is handed on at every step of the call.
final class PreparedCall: Sendable {
    let id: CallID
    let context: CallContext
    let setup: RouterSetup
    let request: PreparedRequest
    /// The request's segments, where any candidate is known to keep prompts.
    let prompt: FingerprintedPrompt?
    let plan: RoutePlan
    let began: Duration
    /// The same moment since 1970-01-01 00:00 UTC.
    let beganAt: Duration
    let seed: UInt64
    /// Tells what is wrong with a text that the caller wants as a value of a type of its own.
    let decoding: (@Sendable (String) -> OutputFinding?)?

    init(
        id: CallID, context: CallContext, setup: RouterSetup, request: PreparedRequest, prompt: FingerprintedPrompt?, plan: RoutePlan,
        began: Duration, beganAt: Duration, seed: UInt64, decoding: (@Sendable (String) -> OutputFinding?)?
    ) {
        self.id = id
        self.context = context
        self.setup = setup
        self.request = request
        self.prompt = prompt
        self.plan = plan
        self.began = began
        self.beganAt = beganAt
        self.seed = seed
        self.decoding = decoding
    }

    /// The same call by another plan.
    convenience init(_ call: PreparedCall, plan: RoutePlan) {
        self.init(
            id: call.id, context: call.context, setup: call.setup, request: call.request, prompt: call.prompt, plan: plan,
            began: call.began, beganAt: call.beganAt, seed: call.seed, decoding: call.decoding)
    }

    /// What deciding hangs on.
    var shape: RequestShape {
        let choice = request.request.toolChoice
        let check = OutputCheck(request: request, schemas: context.schemas, readsSchemas: plan.validatesOutput, decoding: decoding)
        let (setup, request) = (setup, request)
        var shape = RequestShape(
            isPlainText: request.request.output == .text, forcesTool: choice != .auto && choice != .none, check: check,
            repair: { setup.endpoints[$1.model]?.repair(request, for: $1, after: $0) })
        if prompt != nil { shape.cacheDrop = { self.cacheDrop($0) } }
        return shape
    }

    /// Keeps in mind that a model refused a parameter.
    func remember(_ repair: RequestRepair, of model: ModelName) {
        if let endpoint = setup.endpoints[model] { context.refusals.note(repair, of: endpoint, at: context.time.now) }
    }

    /// The call is over: keeps its report, learns from it and looks whether the route's first model still serves.
    func close(_ report: RouteReport, _ failure: FailureKind?) {
        noteFirstModel(report, failure)
        keepTrace(of: report)
        learnOutcomes(from: report)
        if context.ledger != nil || !context.observers.isEmpty {
            let call = CallRecord(heading: heading, report: report, failure: failure)
            context.ledger?.record(call)
            for observer in context.observers { observer.callEnded(call, under: setup.table) }
        }
        context.events.callEnded(report, failure, at: context.time.now)
    }

    private func noteFirstModel(_ report: RouteReport, _ failure: FailureKind?) {
        // Where requests choose for themselves, no model is meant to answer all of them.
        guard plan.choice == .inOrder else { return }
        let (candidates, attempts) = (plan.candidates, report.attempts)
        guard let place = candidates.indices.min(by: { candidates[$0].place < candidates[$1].place }), failure != .cancelled,
            failure != .closed
        else { return }
        // What this request needs, or is, says nothing of the model.
        if let reason = candidates[place].verdict.reason, reason.wait == nil { return }
        if let last = attempts.indices.last, attempts[last].scope == .request { return }
        let (route, first) = (plan.route, candidates[place].model)
        let isServedByFirst = attempts.indices.contains { attempts[$0].outcome == .answered && attempts[$0].model == first }
        let key = FirstModelWatch.Key(route: route, rule: plan.branch?.number ?? 0)
        let missing = context.firstModels.callEnded(
            key, first: first, isServedByFirst: isServedByFirst, began: began, at: context.time.now)
        if let missing { context.events.firstModelMissing(route, first, for: missing) }
    }

    /// How a model is reached.
    func endpoint(of model: ModelName) -> Endpoint {
        guard let endpoint = setup.endpoints[model] else { preconditionFailure("a plan names only models of its own version") }
        return endpoint
    }

    /// Writes the request of an attempt.
    ///
    /// - Parameter authorization: The header that carries the key; `nil` where none does.
    /// - Returns: The request and the reader of its answer.
    func encode(
        _ order: AttemptOrder, _ attempt: RunningAttempt, authorization: HeaderField?, left: Duration
    ) -> (TransportRequest, AttemptReader) {
        let endpoint = endpoint(of: attempt.candidate.model)
        var asked = request
        if case .continuing(let text) = order.kind { asked = asked.appending(.assistant(text)) }
        var wire = endpoint.transportRequest(endpoint.encode(asked, for: attempt.candidate))
        wire.headers.append(HeaderField("X-Client-Request-Id", "\(id)-\(attempt.id)"))
        if let authorization { wire.headers.append(authorization) }
        wire.connectLimit = min(attempt.candidate.connect, left)
        // The call's own deadline comes first; this one only closes what nobody waits for.
        wire.totalLimit = left + .seconds(2)
        wire.usesFreshConnection = order.freshConnection
        let reader = AttemptReader(adapter: endpoint.adapter, outputLimit: attempt.candidate.parameters.maxOutputTokens)
        return (wire, reader)
    }
}

extension PreparedRequest {
    /// The request with one more item at its end.
    fileprivate func appending(_ item: ConversationItem) -> PreparedRequest {
        PreparedRequest(
            request: request, items: items + [item], stableItemCount: stableItemCount, toolSchemas: toolSchemas, outputSchema: outputSchema,
            features: features, requestKey: requestKey, safetyIdentifier: safetyIdentifier, adjustments: adjustments,
            repairs: repairs, steering: steering)
    }
}

/// What all calls of a router share.
final class CallContext: Sendable {
    let time: any TimeSource
    let secrets: SecretReader
    let ledger: (any CallLedger)?
    let recording: RecordingOptions
    let observers: [any CallObserver]
    let health: HealthBook
    let traffic: TrafficBook
    let hedges = HedgeBudget()
    let budgets = BudgetBook()
    let calibrations = CalibrationBook()
    let refusals = RefusalBook()
    let outcomes = OutcomeBook()
    let underWay: CallsUnderWay
    let events: RouterEventSink
    let firstModels: FirstModelWatch
    let prefixes = PrefixWatch()
    let fingerprints = FingerprintMemo()
    let schemas = SchemaMemo()
    let caches = CacheBook()
    let traces: TraceBook

    init(
        time: any TimeSource, secrets: SecretReader, ledger: (any CallLedger)?, recording: RecordingOptions, observers: [any CallObserver],
        health: HealthBook, traffic: TrafficBook, underWay: CallsUnderWay, events: RouterEventSink, firstModels: FirstModelWatch,
        traces: TraceBook
    ) {
        self.time = time
        self.secrets = secrets
        self.ledger = ledger
        self.recording = recording
        self.observers = observers
        self.health = health
        self.traffic = traffic
        self.underWay = underWay
        self.events = events
        self.firstModels = firstModels
        self.traces = traces
    }
}
