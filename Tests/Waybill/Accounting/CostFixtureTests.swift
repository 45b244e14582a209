import Testing
import Waybill
import WaybillTesting

/// What an answer costs, case by case, from the bytes of the answer and the text of the provider file to the row of the report.
struct CostFixtureTests {
    @Test func thereIsACaseForEverything() { #expect(CostFixture.names.count >= 60) }

    @Test(arguments: CostFixture.names)
    func anAnswerCostsWhatIsReckonedByHand(_ name: String) async throws {
        let fixture = try CostFixture(name)
        let expected = try fixture.reckoning()
        let report = try await report(of: fixture)
        let attempt = try #require(report.attempts.first)
        #expect(report.attempts.count == 1)
        #expect(CostReckoning(attempt) == expected, "\(CostReckoning(attempt))")
        if let cost = attempt.cost { #expect(expected.sum == cost, "the lines sum to \(expected.sum)") }
        #expect(report.cost == attempt.cost ?? (attempt.usage == nil ? .zero : nil))
        let json = attempt.json
        #expect(json["cost"]?.stringValue == attempt.cost?.description)
        #expect(json["reported_cost"]?.stringValue == attempt.reportedCost?.description)
        #expect(json["cost_differs"] == (attempt.costDiffers ? true : nil))
        #expect(json["price_date"]?.stringValue == attempt.priceDate)
        #expect(json["missing_price"]?.stringValue == attempt.missingPrice)
        #expect(json["usage"]?["flags"]?.arrayValue?.count ?? 0 == attempt.usage?.flags.count ?? 0)
        for flag in attempt.usage?.flags ?? [] { #expect("\(report)".contains(flag.explanation)) }
    }

    /// What a call for the workload reports when the provider answers as the fixture says.
    private func report(of fixture: CostFixture) async throws -> RouteReport {
        let folder = try RouteFolder(["routes.yaml": fixture.routes, "providers/p.yaml": try fixture.provider()])
        let (answer, time) = (try fixture.answer(), VirtualTime())
        let type = answer.first == UInt8(ascii: "{") ? "application/json" : "text/event-stream"
        let head = ScriptedEvent.head(status: 200, headers: [HeaderField("content-type", type)] + fixture.headers)
        let end: ScriptedEvent = fixture.isCut ? .failed(TransportFailure(.reset, detail: "")) : .end
        let transport = ScriptedTransport(time: time) { _ in .events(head, .bytes(answer), end) }
        let router = try ModelRouter(
            routesFile: folder.path, options: RouterOptions(transport: transport, time: time, logger: nil, seed: 7))
        do {
            return try await time.run { try await router.respond(to: "Where is order 1207?", workload: "work") }.route
        } catch let failure as ModelFailure {
            return try #require(failure.route)
        }
    }
}
