import Synchronization
public import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

extension ModelRouter {
    /// Plays a call through, with failures that are supposed of its models: says what would become of it.
    ///
    /// Everything but the wire and the clock is real: the routes, the bytes of requests and answers, and the machine that decides what to try
    /// next. Nothing is sent, no key is read, no time passes. All models are taken to be well before the call, and what becomes of them in it
    /// leaves no trace in this router. The same call is played the same way every time.
    ///
    /// - Parameters:
    ///   - request: What is asked; it may lack a conversation, as for ``plan(_:requiringKeys:health:)``.
    ///   - suppositions: What goes wrong. Whoever is not named answers.
    ///   - mayRestart: As for ``stream(_:mayRestart:)``; the call is a streamed one.
    /// - Throws: ``ModelFailure`` where the workload has no route, the request cannot be asked at all, or something is supposed of a model
    ///   that is no candidate of the route. How the call itself ends stands in what is returned. `CancellationError` when the task was
    ///   cancelled.
    public func rehearse(
        _ request: ModelRequest, supposing suppositions: Suppositions, mayRestart: Bool = false
    ) async throws -> RehearsedCall {
        let time = VirtualTime(unixTime: context.time.unixTime)
        let providers = SupposedProviders(suppositions, time: time)
        var options = RouterOptions(time: time, secrets: SecretReader(placeholder: "rehearsed"), logger: nil, seed: 1)
        options.supposed = providers
        let setup = setup.withLock { $0 }
        options.tokenizers = setup.tokenizers
        let stage = ModelRouter(table: setup.table, options: options)
        let call = try stage.prepareCall(request, mayLackInput: true)
        try suppositions.check(against: call.plan)
        providers.prepare(for: call.plan)
        var plan = call.plan
        plan.version = setup.version
        // Made-up words follow no schema.
        plan.validatesOutput = false
        let played = PreparedCall(call, plan: plan)
        return try await time.run { try await played.play(.stream(mayRestart: mayRestart)) }
    }
}

extension PreparedCall {
    /// Carries out the call to its end.
    ///
    /// It is in no books, so its report has no name.
    fileprivate func play(_ delivery: CallMachine.Delivery) async throws -> RehearsedCall {
        let driver = CallDriver(self, delivery: delivery)
        do {
            while let event = try await driver.next() {
                guard case .finished(var response) = event else { continue }
                response.route.id = nil
                return RehearsedCall(response)
            }
        } catch let failure as ModelFailure {
            var planned = RouteReport(workload: plan.workload, rule: plan.rule, servedByWildcard: plan.servedByWildcard)
            planned.version = plan.version
            planned.candidates = plan.candidateReports
            planned.when = plan.when?.description
            var route = failure.route ?? planned
            route.id = nil
            return RehearsedCall(failure, route: route)
        }
        throw CancellationError()
    }
}

extension Suppositions {
    /// Makes sure that everything is supposed of somebody whom the plan may ask.
    fileprivate func check(against plan: RoutePlan) throws(ModelFailure) {
        let models = plan.candidates.map(\.model)
        let known = models.reduce(into: [String]()) { known, model in
            for name in [model.provider, model.description] where !known.contains(name) { known.append(name) }
        }
        for name in courses.keys.map(\.description).sorted() where !known.contains(name) {
            let hint =
                nearestWord(to: name, among: known).map { "did you mean '\($0)'?" }
                ?? "its candidates are \(models.map(\.description).joined(separator: ", "))."
            throw ModelFailure(
                .invalidRequest, scope: .request,
                "'\(name)' is no candidate of '\(plan.workload)', so nothing can be supposed of it; \(hint)")
        }
    }
}
