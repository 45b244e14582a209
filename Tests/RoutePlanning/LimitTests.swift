import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillRoutePlanning

/// Where several places say how much a request may use, the smallest limit wins; of what is asked for, the nearest.
struct LimitTests {
    private static let condition: RequestCondition = {
        var condition = RequestCondition()
        condition.metadata = [.init("tier", oneOf: ["gold"])]
        return condition
    }()

    /// A request that the rule decides on.
    private static let gold: ModelRequest = {
        var request = ModelRequest("Question", workload: "w")
        request.metadata = ["tier": "gold"]
        return request
    }()

    /// What each place says of the output; `nil`: nothing.
    private struct Sayings {
        var request: Int?
        var candidate: Int?
        var rule: Int?
        var workload: Int?
        var preset: ParameterPreset?
        var limit: Int?
        var model: Int?

        /// What is asked for.
        var asked: Int? { request ?? candidate ?? rule ?? workload ?? preset?.parameters.maxOutputTokens }

        func plan() throws -> PlannedCandidate {
            var model = Model(id: "m")
            model.maxOutputTokens = self.model
            let stage = try PlanningStage([model]) { route in
                var rule = RouteRule(when: LimitTests.condition, models: [PlanningStage.name("m")])
                rule.parameters.maxOutputTokens = self.rule
                rule.candidates[0].parameters.maxOutputTokens = candidate
                route.rules = [rule]
                // The same model without the rule, which must not be looked at.
                route.candidates[0].parameters.maxOutputTokens = 3
                route.parameters.maxOutputTokens = workload
                route.preset = preset
                route.limits.outputTokens = limit
            }
            var request = LimitTests.gold
            request.maxOutputTokens = self.request
            return try #require(try stage.plan(request).chosen)
        }
    }

    @Test(arguments: UInt64(1)...300)
    func ofAllThatBoundsTheOutputTheSmallestWins(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func some() -> Int? { Bool.random(using: &random) ? Int.random(in: 10...9_000, using: &random) : nil }
        let sayings = Sayings(
            request: some(), candidate: some(), rule: some(), workload: some(),
            preset: (ParameterPreset.all.map(Optional.some) + [nil]).randomElement(using: &random) ?? nil, limit: some(), model: some())
        let candidate = try sayings.plan()
        let bound = [sayings.asked, sayings.limit, sayings.model].compactMap(\.self).min()
        #expect(candidate.outputLimit == bound, "seed \(seed): \(sayings)")
        // What the model bounds by itself need not be asked for.
        let sent = sayings.asked == nil && sayings.limit == nil ? nil : bound
        #expect(candidate.parameters.maxOutputTokens == sent, "seed \(seed): \(sayings)")
    }

    @Test func aRouteLimitsItsRulesToo() throws {
        var far = Model(id: "far")
        far.price = Price(input: 1_000_000, output: 100_000_000)
        func verdict(_ change: (inout Route) -> Void) throws -> Verdict? {
            let stage = try PlanningStage([far]) { route in
                route.rules = [RouteRule(when: Self.condition, models: [PlanningStage.name("far")])]
                route.rules[0].parameters.maxOutputTokens = 1_000
                change(&route)
            } provider: {
                $0.location = "us"
            }
            return try stage.plan(Self.gold).candidates.first?.verdict
        }
        #expect(try verdict { _ in } == .chosen)
        #expect(try verdict { $0.limits.inputTokens = 1 }?.reason?.code == "over-limit")
        #expect(try verdict { $0.limits.costPerRequest = Money("$0.05") }?.reason?.code == "cost-limit")
        #expect(try verdict { $0.requirements.locations = ["eu"] }?.reason?.code == "requirement-unmet")
        // A smaller output makes it cheap enough.
        #expect(
            try verdict {
                $0.limits.costPerRequest = Money("$0.05")
                $0.limits.outputTokens = 400
            } == .chosen)
    }

    // MARK: Labels

    @Test(
        arguments: [
            LabelCase(requires: [], missing: nil), LabelCase(requires: ["audited"], missing: "audited"),
            LabelCase(requires: ["audited"], provider: ["audited"], missing: nil),
            LabelCase(requires: ["audited"], model: ["audited"], missing: nil),
            LabelCase(requires: ["audited"], provider: ["Audited"], missing: "audited"),
            LabelCase(requires: ["audited", "apache-2.0"], provider: ["audited"], model: ["apache-2.0", "small"], missing: nil),
            LabelCase(requires: ["audited", "apache-2.0"], provider: ["audited"], model: ["small"], missing: "apache-2.0"),
        ])
    func everyLabelThatIsRequiredIsTheProvidersOrTheModels(_ labels: LabelCase) throws {
        var model = Model(id: "m")
        model.labels = labels.model
        let stage = try PlanningStage([model]) {
            $0.requirements.labels = labels.requires
        } provider: {
            $0.labels = labels.provider
        }
        let verdict = try #require(try stage.plan().candidates.first).verdict
        #expect(
            verdict == labels.missing.map { .setAside(.requirementUnmet("no label '\($0)', which the route requires")) } ?? .chosen)
    }

    struct LabelCase: Sendable {
        var requires: [String]
        var provider: [String] = []
        var model: [String] = []
        /// The label for want of which the model never serves; `nil`: it serves.
        var missing: String?
    }
}
