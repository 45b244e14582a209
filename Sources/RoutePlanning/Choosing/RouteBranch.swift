public import WaybillInterchange
public import WaybillRoutes
public import WaybillTokenCounting

/// The candidates that one rule of a route leads to, or its own, and everything about them that is known before any request.
///
/// A class, so that handing it on copies none of it.
public final class RouteBranch: Sendable {
    /// The route as it is for the requests that come here.
    public let route: Route
    /// What these requests meet; `nil`: no rule of the route.
    public let condition: RequestCondition?
    /// The number of its rule in the route, from 0; the route's own models have the one after the last.
    package let number: Int
    let candidates: [CandidateFacts]
    /// The settings that hold, complete.
    let settings: RouteSettings
    /// Which requests explore, where the fastest is asked first.
    let exploration: Exploration?

    init(_ route: Route, condition: RequestCondition?, number: Int, candidates: [CandidateFacts], settings: RouteSettings) {
        self.route = route
        self.condition = condition
        self.number = number
        self.candidates = candidates
        self.settings = settings
        exploration = if case .fastest(let share) = route.choice { Exploration(share, of: route.workload) } else { nil }
    }
}

/// The branch of its route that a request takes.
public struct ChosenBranch: Sendable {
    /// The branch.
    public let branch: RouteBranch
    /// Which rules might have decided otherwise, since the request's tokens are not known for certain: in full sentences.
    public let doubts: [String]
    /// What was counted to choose it.
    package var counts: RequestCounts
}

extension RoutePlanner {
    /// The branches of a route: those of its rules in their order, then its own.
    package func branches(of route: Workload) -> [RouteBranch] { branches[route] ?? [] }

    /// The branch that a request takes: of the first rule that it meets, or the route's own.
    ///
    /// - Parameters:
    ///   - route: The route's workload.
    ///   - corrections: What the reports of the route's own first model taught of the estimates made for it.
    ///   - budgets: How much is used of the budgets that attempts may count in.
    ///   - counts: What of its tokens was counted before.
    /// - Returns: `nil` where there is no such route.
    public func branch(
        for request: PreparedRequest, route: Workload, corrections: [ModelName: TokenCalibration] = [:], budgets: [BudgetStatus] = [],
        counts: RequestCounts = RequestCounts()
    ) -> ChosenBranch? {
        guard let branches = branches[route], let own = branches.last else { return nil }
        // A rule goes by the budget of its route.
        let budget = budgets.first { $0.owner.account == .workload(route) }
        var counts = counts
        var doubts: [String] = []
        for branch in branches.dropLast() {
            guard let condition = branch.condition, condition.matchesBesidesTokens(request, budget) else { continue }
            guard !condition.inputTokens.isEmpty else { return ChosenBranch(branch: branch, doubts: doubts, counts: counts) }
            guard let first = own.candidates.first else { continue }
            let input = counts.count(request, for: first, by: counters).total.corrected(by: corrections[first.name])
            let holds = condition.holds(for: input.tokens)
            if !input.plausibleEnds.allSatisfy({ condition.holds(for: $0) == holds }) {
                let place = branch.route.definedAt.map { "\($0.file):\($0.line)" } ?? "A rule"
                doubts.append("\(place) \(holds ? "holds" : "does not hold") for \(input) input tokens, but that count is not certain.")
            }
            if holds { return ChosenBranch(branch: branch, doubts: doubts, counts: counts) }
        }
        return ChosenBranch(branch: own, doubts: doubts, counts: counts)
    }
}

extension RequestCondition {
    /// Whether a request meets all but the bounds of its tokens.
    fileprivate func matchesBesidesTokens(_ request: PreparedRequest, _ budget: BudgetStatus?) -> Bool {
        needs.allSatisfy(request.features.contains)
            && metadata.allSatisfy { member in request.request.metadata[member.key].map(member.values.contains) ?? false }
            && (budgetUsed.map { budget?.isUsed($0) ?? false } ?? true)
            && (promptVersions.isEmpty || request.request.promptVersion.map(promptVersions.contains) ?? false)
    }

    fileprivate func holds(for tokens: Int) -> Bool { inputTokens.allSatisfy { $0.holds(for: tokens) } }
}

extension TokenCount {
    /// The count as a model's reports correct it; what is no estimate is not corrected.
    fileprivate func corrected(by calibration: TokenCalibration?) -> TokenCount {
        certainty == .estimated ? calibration?.correct(self) ?? self : self
    }

    /// The least and the most that there may be, in all likelihood.
    fileprivate var plausibleEnds: [Int] {
        let doubled = tokens.multipliedReportingOverflow(by: 2)
        let most = certainty == .estimated ? Swift.min(sureRange?.upperBound ?? .max, doubled.overflow ? .max : doubled.partialValue) : nil
        return [leastPlausible, most ?? sureRange?.upperBound ?? tokens]
    }
}
