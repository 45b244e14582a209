import ArgumentParser
import Waybill

/// Plans a request and prints the plan: what `route` does, and `send --dry-run` too.
struct DryRun {
    let request: ModelRequest
    /// Whether the exact HTTP request is shown too.
    var showsWire = false
    /// Whether candidates without a key are set aside.
    var requiresKeys = false
    /// What is known of the models' health; `nil`: nothing, as in a process that begins.
    var health: HealthSnapshot?
    /// The day that is taken for today; `nil`: the machine's.
    var day: DayOptions?

    /// - Throws: `ExitCode` where no candidate can serve, the plan being printed; ``ModelFailure`` where nothing can be planned.
    func run(_ routes: RoutesOptions) async throws {
        let router = try routes.makeRouter(on: day)
        let plan = try router.plan(request, requiringKeys: requiresKeys, health: health)
        let wire = showsWire ? try router.wire(request, requiringKeys: requiresKeys, health: health).map(WireView.init) : nil
        await router.close()
        let output = OutputChannel.output
        if routes.printsJSON {
            try output.write(json(plan, missingKeys(plan, router.table), wire))
        } else {
            let isWithoutInput = request.conversation.isEmpty
            let missingKeys = missingKeys(plan, router.table)
            let view = PlanView(
                plan: plan, missingKeys: missingKeys, isWithoutInput: isWithoutInput, health: health.map(HealthView.init),
                look: output.look)
            try output.write(view.text)
            if let wire { try output.write([UInt8(ascii: "\n")] + wire.text(output.look)) }
        }
        if plan.chosen == nil { throw ExitCode.noCandidate }
    }

    /// Why candidates have no key, where that did not set them aside.
    private func missingKeys(_ plan: RoutePlan, _ table: RouteTable) -> [ModelName: String] {
        var reasons: [ModelName: String] = [:]
        for candidate in plan.candidates where candidate.verdict.reason?.code != "credential" {
            reasons[candidate.model] = table.providers[candidate.model.provider].flatMap { SecretReader().missingKey(of: $0) }
        }
        return reasons
    }

    private func json(_ plan: RoutePlan, _ missingKeys: [ModelName: String], _ wire: WireView?) -> JSONValue {
        var object = plan.json.objectValue ?? [:]
        let keys = plan.candidates.compactMap { candidate in missingKeys[candidate.model].map { "\(candidate.model): \($0)" } }
        let notes = plan.notes + keys
        if !notes.isEmpty { object["notes"] = .array(notes.map(JSONValue.string)) }
        if let health { object["health"] = health.json }
        if showsWire { object["wire"] = wire?.json ?? .null }
        return .object(object)
    }
}
