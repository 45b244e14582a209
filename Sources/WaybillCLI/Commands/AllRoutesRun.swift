import ArgumentParser
import Waybill

/// Plans one request as every kind of work, and prints the table.
struct AllRoutesRun {
    /// The request, whatever its workload says; `nil`: one of about 1,000 tokens.
    let request: ModelRequest?
    let requiresKeys: Bool
    let health: HealthSnapshot?
    let day: DayOptions

    /// About 1,000 tokens by most tokenizers: a price list at a glance.
    private static let usualPrompt = String(repeating: "word ", count: 1_000)

    /// - Throws: `ExitCode` where a workload has no candidate that can serve, all being printed; ``ModelFailure`` where the request makes no sense.
    func run(_ routes: RoutesOptions) async throws {
        let router = try routes.makeRouter(on: day)
        let table = router.table
        var request = request ?? ModelRequest(Self.usualPrompt, workload: "*")
        var plans: [RoutePlan] = []
        for route in table.routes {
            request.workload = route.workload
            plans.append(try router.plan(request, requiringKeys: requiresKeys, health: health))
        }
        await router.close()
        let view = AllRoutesView(plans: plans, table: table, isUsualPrompt: self.request == nil, look: OutputChannel.output.look)
        if routes.printsJSON {
            try OutputChannel.output.write(view.json)
        } else {
            try OutputChannel.output.write(view.text)
        }
        if plans.contains(where: { $0.chosen == nil }) { throw ExitCode.noCandidate }
    }
}
