import Synchronization
public import WaybillInterchange
import WaybillPromptCaching
import WaybillRouteFiles
public import WaybillRoutePlanning
public import WaybillRoutes

/// Sends each request to the model that its workload's route names, falls back where one fails, and reports what happened.
///
/// ## Usage
/// ```swift
/// let router = try ModelRouter(routesFile: "routes.yaml")
/// let response = try await router.respond(to: "Where is order 1207?", workload: "support-chat")
/// print(response.text, response.model as Any)
/// print(response.route)
/// ```
///
/// A router is made once and used from any number of tasks. ``close()`` ends its threads; so does letting go of it, once the last call
/// under way is over.
public final class ModelRouter: Sendable {
    let setup: Mutex<RouterSetup>
    /// Where the routes come from; held while they change, so that one change follows the other.
    let source: Mutex<RouteSource?>
    private let watch = Mutex<FileWatch?>(nil)
    let transports: RouterTransports
    let context: CallContext
    private let seeds: Mutex<SeededGenerator>
    /// Tells its calls apart from those of other routers.
    private let number: UInt64
    /// The routes of models that are asked for by name; `nil`: nobody may.
    private let namedModels: NamedModels?
    /// The program's own budgets.
    private let callerBudgets: (@Sendable (ModelRequest) -> [AccountBudget])?

    /// Loads the routes from a file and its providers' folder, and watches them.
    ///
    /// A change takes effect for the calls that begin after it, within a second; ``reload()`` says what it does and what not.
    /// With ``RouterOptions/watchesFiles`` off, nothing is watched. A path that is not absolute is one of the working folder, as it is when the
    /// files are read.
    ///
    /// - Throws: ``RoutesInvalid`` with every problem of the files, each with its place.
    public convenience init(
        routesFile: String, options: RouterOptions = RouterOptions(), onEvent: @escaping @Sendable (RouterEvent) -> Void = { _ in }
    ) throws(RoutesInvalid) {
        var options = options
        let time = options.time ?? SystemTime()
        options.time = time
        var source = RouteSource(path: routesFile, encodings: options.tokenizers)
        let reading = source.read(today: CalendarDay(unixTime: time.unixTime).description)
        guard source.isNew(reading), let table = reading.table else { throw RoutesInvalid(reading.diagnostics) }
        if let problem = options.missingBooks(of: table) { throw problem }
        options.tokenizers = source.encodings
        self.init(table: table, source: source, options: options, onEvent: onEvent)
        guard options.watchesFiles else { return }
        let watching = FileWatch.begin(after: source.reading, time: time, polls: options.pollsFiles) { [weak self] in
            self?.reloadChangedFiles()
        }
        watch.withLock { $0 = watching }
    }

    /// Takes routes that were built in code.
    ///
    /// ``use(_:)`` replaces them. What their budgets keep in the ledger, this process keeps alone where the options' ledger is no ``BudgetStore``.
    public convenience init(
        table: RouteTable, options: RouterOptions = RouterOptions(), onEvent: @escaping @Sendable (RouterEvent) -> Void = { _ in }
    ) {
        self.init(table: table, source: nil, options: options, onEvent: onEvent)
    }

    private init(
        table: RouteTable, source: RouteSource?, options: RouterOptions, onEvent: @escaping @Sendable (RouterEvent) -> Void
    ) {
        let time = options.time ?? SystemTime()
        transports = RouterTransports(network: options.transport, time: time, supposed: options.supposed)
        setup = Mutex(RouterSetup(table: table, transports: transports, tokenizers: options.tokenizers))
        self.source = Mutex(source)
        context = CallContext(
            time: time, secrets: options.secrets, ledger: options.ledger, recording: options.recording, observers: options.observers,
            health: HealthBook(seed: options.seed),
            traffic: TrafficBook(time: time, seed: options.seed),
            underWay: CallsUnderWay(), events: RouterEventSink(logger: options.logger, onEvent: onEvent),
            firstModels: FirstModelWatch(patience: options.firstModelPatience), traces: TraceBook(keepsTexts: options.quotesCacheDrops))
        seeds = Mutex(SeededGenerator(seed: options.seed))
        namedModels = options.servesModelsByName ? NamedModels(transports: transports) : nil
        callerBudgets = options.budgets
        let events = context.events
        context.store?.tellAlerts { events.budget($0) }
        // What is played again on a clock of its own has the same names again.
        number = time is SystemTime ? .random(in: .min ... .max) : options.seed.byteSwapped
    }

    /// The routes in force.
    public var table: RouteTable { setup.withLock(\.table) }

    /// The version of the routes in force.
    public var version: RoutesVersion { setup.withLock(\.version) }

    /// Asks and returns the whole answer.
    ///
    /// - Throws: ``ModelFailure`` when nobody could answer; `CancellationError` when the calling task was cancelled.
    public func respond(to request: ModelRequest) async throws -> ModelResponse {
        try await wholeResponse(to: prepareCall(request))
    }

    /// Carries out a call and collects its answer.
    func wholeResponse(to call: PreparedCall) async throws -> ModelResponse {
        let driver = CallDriver(call, delivery: .response)
        while let event = try await driver.next() {
            if case .finished(let response) = event { return response }
        }
        throw CancellationError()
    }

    /// Asks with one user message and returns the whole answer.
    public func respond(to prompt: String, workload: Workload) async throws -> ModelResponse {
        try await respond(to: ModelRequest(prompt, workload: workload))
    }

    /// Asks and hands over the answer as it comes.
    ///
    /// Nothing is sent before the first `next()`. The stream can be read once; letting go of it cancels the call.
    ///
    /// - Parameter mayRestart: Whether what was handed over may be taken back with ``ModelEvent/restarted`` when a stream is cut.
    public func stream(_ request: ModelRequest, mayRestart: Bool = false) -> ModelEventStream {
        let seed = nextSeed()
        let id = CallID(began: context.time.unixTime, router: number, number: seed)
        return ModelEventStream(callID: id) {
            CallDriver(try self.prepareCall(request, id: id, seed: seed), delivery: .stream(mayRestart: mayRestart))
        }
    }

    /// Says where a request would go, and why, without network or key: the dry run.
    ///
    /// A request without any conversation is planned too: it shows what a workload's next call would meet before there is a prompt.
    ///
    /// - Parameters:
    ///   - requiringKeys: Whether candidates whose key is not where their file says are set aside. No key is read for it.
    ///   - health: What to take for known of the models' health, such as another process's ``health()``; `nil`: what this router knows.
    /// - Throws: ``ModelFailure`` where the workload has no route or the request cannot be asked at all.
    public func plan(
        _ request: ModelRequest, requiringKeys: Bool = false, health: HealthSnapshot? = nil
    ) throws(ModelFailure) -> RoutePlan {
        let setup = try setup(for: request.workload)
        var (prepared, plan, _) = try decide(request, setup, mayLackInput: true, requiringKeys: requiringKeys, health: health)
        plan.prefix = setup.planner.prefix(of: prepared, plan, today: today)
        if plan.validatesOutput { plan.notes += OutputCheck(request: prepared, schemas: context.schemas).gaps.map { "\($0)" } }
        return plan
    }

    /// What is known of the health of the routes' models: breakers, pauses, refused keys, rate limits, slots, who waits, and latencies; and what became
    /// of each workload's calls at each of its candidates.
    public func health() -> HealthSnapshot {
        context.health(of: setup.withLock { $0 }, at: context.time.now)
    }

    /// The exact request that the chosen candidate would be sent, its key hidden; `nil` where no candidate can serve.
    ///
    /// - Parameters:
    ///   - requiringKeys: As for ``plan(_:requiringKeys:health:)``.
    ///   - health: As for ``plan(_:requiringKeys:health:)``.
    public func wire(
        _ request: ModelRequest, requiringKeys: Bool = false, health: HealthSnapshot? = nil
    ) throws(ModelFailure) -> WirePreview? {
        let setup = try setup(for: request.workload)
        let (prepared, plan, _) = try decide(request, setup, mayLackInput: true, requiringKeys: requiringKeys, health: health)
        guard let chosen = plan.chosen, let endpoint = setup.endpoints[chosen.model] else { return nil }
        let encoded = endpoint.encode(prepared, for: chosen)
        var wire = WirePreview(
            request: endpoint.transportRequest(encoded), stableBytes: prepared.hasStablePart ? encoded.stableBytes : nil)
        wire.request.headers.append(HeaderField("X-Client-Request-Id", "(one for each attempt)"))
        if let field = endpoint.hiddenAuthorization { wire.request.headers.append(field) }
        return wire
    }

    /// Fails where one of these workloads has no route: to be called at start, so that no misspelled tag waits for its first request.
    public func require(_ workloads: [Workload]) throws(ModelFailure) {
        let table = table
        for workload in workloads where table.route(for: workload) == nil { throw unknown(workload, table) }
    }

    /// Lets calls under way finish, ends those that do not, flushes the ledger and stops the router's threads.
    ///
    /// A call that is being answered may go on within `grace`, other models included. One that waits (in line for a rate limit or a slot, for a
    /// Retry-After, in a backoff) ends at once, and so does one that would have to. Calls that are ended and later ones fail with ``FailureKind/closed``. A transport that was given to the router stays open: what it carries at
    /// this moment comes to its end, but nothing more is sent.
    ///
    /// - Parameter grace: How long calls under way may take to finish; by default they are ended at once.
    public func close(grace: Duration = .zero) async {
        watch.withLock { $0 }?.stop()
        context.underWay.advance(to: .draining)
        if grace > .zero { await context.underWay.waitForNone(until: context.time.now + grace, context.time) }
        context.underWay.advance(to: .closed)
        transports.close()
        // Their rows are written before the books are flushed.
        await context.underWay.waitForNone(until: context.time.now + .seconds(1), context.time)
        await context.ledger?.flush()
    }

    /// The routes that serve a workload, or where models may be asked for by name, a model.
    func setup(for workload: Workload) throws(ModelFailure) -> RouterSetup {
        let setup = setup.withLock { $0 }
        guard let namedModels, !workload.isValid else { return setup }
        return try namedModels.setup(for: workload, in: setup) { context.adopt(setup) }
    }

    private func nextSeed() -> UInt64 { seeds.withLock { $0.next() } }

    /// - Parameter mayLackInput: Whether it will do that there is no conversation yet, as for a call that is only played.
    /// - Parameter decoding: Tells what is wrong with a text that the caller wants as a value of a type of its own.
    func prepareCall(
        _ request: ModelRequest, mayLackInput: Bool = false, decoding: (@Sendable (String) -> OutputFinding?)? = nil
    ) throws(ModelFailure) -> PreparedCall {
        let seed = nextSeed()
        let id = CallID(began: context.time.unixTime, router: number, number: seed)
        return try prepareCall(request, id: id, seed: seed, mayLackInput: mayLackInput, decoding: decoding)
    }

    private func prepareCall(
        _ request: ModelRequest, id: CallID, seed: UInt64, mayLackInput: Bool = false,
        decoding: (@Sendable (String) -> OutputFinding?)? = nil
    ) throws(ModelFailure) -> PreparedCall {
        guard context.underWay.stage == .open else { throw CallsUnderWay.closed }
        let (began, beganAt) = (context.time.now, context.time.unixTime)
        let setup = try setup(for: request.workload)
        let (prepared, plan, prompt) = try decide(request, setup, mayLackInput: mayLackInput)
        for (name, model) in setup.endings(in: plan, on: { CalendarDay(unixTime: context.time.unixTime) }) {
            context.events.modelEnding(name, shutdown: model.shutdown ?? "", replacedBy: model.replacedBy)
        }
        let findings = context.prefixes.newFindings(in: prepared) { today }
        if !findings.isEmpty {
            // Only now is it worth the while to reckon what they cost.
            let reckoned = setup.planner.prefix(of: prepared, plan, today: today)?.findings ?? []
            let told = findings.map { finding in reckoned.first { $0.isSame(as: finding) }?.withoutExcerpt ?? finding }
            context.events.unstablePrefix(prepared.request.workload, told)
        }
        return PreparedCall(
            id: id, context: context, setup: setup, request: prepared, prompt: prompt,
            plan: plan, began: began, beganAt: beganAt, seed: seed, decoding: decoding)
    }

    /// Prepares a request and plans where it may go.
    ///
    /// - Returns: With both, the prompt's segments where any candidate is known to keep prompts.
    func decide(
        _ request: ModelRequest, _ setup: RouterSetup, mayLackInput: Bool, requiringKeys: Bool = false, health: HealthSnapshot? = nil
    ) throws(ModelFailure) -> (request: PreparedRequest, plan: RoutePlan, prompt: FingerprintedPrompt?) {
        if let problem = request.problem(mayLackInput: mayLackInput, mayNameModel: namedModels != nil) {
            throw ModelFailure(.invalidRequest, scope: .request, problem)
        }
        guard let entry = setup.route(for: request.workload) else { throw unknown(request.workload, setup.table) }
        let route = entry.route
        if route.workload != request.workload, let similar = nearestRoute(to: request.workload, setup.table) {
            context.events.nearMiss(request.workload, similar: similar)
        }
        var request = request
        request.promptVersion = request.promptVersion ?? route.promptVersion
        let prepared = PromptPreparation(schemaOrder: route.schemaOrder, normalization: route.normalization).prepare(request)
        let corrections = context.calibrations.corrections(of: entry.counted)
        let budgets = context.status(of: setup.budgets(of: entry, request, beside: callerBudgets?(request) ?? []))
        guard let choice = setup.planner.branch(for: prepared, route: route.workload, corrections: corrections, budgets: budgets) else {
            preconditionFailure("every route has its own branch")
        }
        let branch = entry.entry(of: choice.branch)
        let prompt = branch.keepsPrompts ? FingerprintedPrompt(prepared, memo: context.fingerprints) : nil
        let repairs = context.refusals.repairs(of: branch.endpoints, at: context.time.now)
        var plan = setup.planner.plan(
            prepared, by: choice,
            health: health ?? context.healthSnapshot(for: branch, at: context.time.now),
            corrections: context.calibrations.corrections(of: branch.endpoints),
            repairs: repairs,
            caches: prompt.map { context.cacheSnapshot(of: $0, prepared, for: branch, setup.planner, repairs, at: context.time.now) }
                ?? CacheSnapshot(),
            budgets: budgets, today: today,
            missingKeys: requiringKeys ? missingKeys(of: choice.branch.route, setup) : [:])
        plan.version = setup.version
        return (prepared, plan, prompt)
    }

    /// The day as `YYYY-MM-DD`.
    var today: String { CalendarDay(unixTime: context.time.unixTime).description }

    private func missingKeys(of route: Route, _ setup: RouterSetup) -> [ModelName: String] {
        var reasons: [ModelName: String] = [:]
        for candidate in route.candidates {
            reasons[candidate.model] = setup.endpoints[candidate.model].flatMap { context.secrets.missingKey(of: $0.provider) }
        }
        return reasons
    }

    private func unknown(_ workload: Workload, _ table: RouteTable) -> ModelFailure {
        let hint = nearestRoute(to: workload, table).map { "did you mean '\($0)'?" } ?? "add it to the routes."
        return ModelFailure(.unknownWorkload, scope: .request, "No route serves the workload '\(workload)'; \(hint)")
    }

    private func nearestRoute(to workload: Workload, _ table: RouteTable) -> Workload? {
        nearestWord(to: workload.rawValue, among: table.routes.map(\.workload.rawValue).filter { $0 != "*" }).map(Workload.init(rawValue:))
    }
}
