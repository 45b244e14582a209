import WaybillInterchange

extension Candidate {
    /// What a weight can be.
    package static let weights = 0...1_000_000
}

/// The weights of candidates, which hold only where the choice is weighted.
extension RouteCheck {
    func checkWeights(of route: Route, _ log: inout DiagnosticLog) {
        for candidate in route.candidates {
            guard let weight = candidate.weight, !Candidate.weights.contains(weight) else { continue }
            let range = "\(Candidate.weights.lowerBound) and \(Candidate.weights.upperBound)"
            log.report(
                ValueFault.outOfRange, "the weight of '\(candidate.model)' must be between \(range)",
                at: candidate.definedAt ?? route.definedAt)
        }
        guard route.choice == .weighted else { return lintUselessWeights(of: route, &log) }
        guard !route.candidates.isEmpty else { return }
        if route.candidates.allSatisfy({ $0.weight == 0 }) {
            log.report(
                RouteLint.zeroWeights,
                "all weights of '\(route.workload)' are 0, so its models are asked in order; give one a weight", at: route.definedAt)
        }
        guard route.candidates.contains(where: { $0.weight != nil }) else { return }
        for candidate in route.candidates where candidate.weight == nil {
            log.report(
                RouteLint.missingWeight,
                "'\(candidate.model)' has no weight beside candidates that have one, so its weight is 1",
                at: candidate.definedAt ?? route.definedAt)
        }
    }

    private func lintUselessWeights(of route: Route, _ log: inout DiagnosticLog) {
        for candidate in route.candidates where candidate.weight != nil {
            log.report(
                RouteLint.weightWithoutUse,
                "the weight of '\(candidate.model)' says nothing without 'choose: weighted'; the route is \(route.choice.name)",
                at: candidate.definedAt ?? route.definedAt)
        }
    }
}
