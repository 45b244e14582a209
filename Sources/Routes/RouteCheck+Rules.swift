import WaybillInterchange

/// The rules within routes.
extension RouteCheck {
    func checkRules(of route: Route, _ log: inout DiagnosticLog) {
        for (place, rule) in route.rules.enumerated() {
            let location = rule.definedAt ?? route.definedAt
            if rule.candidates.isEmpty {
                log.report(RouteFault.emptyRoute, "a rule of '\(route.workload)' has no models: it needs one", at: location)
            }
            if let problem = rule.condition.problem {
                log.report(RouteFault.badCondition, DiagnosticMessage(problem), at: location)
                continue
            }
            if rule.condition.budgetUsed != nil, route.budget == nil {
                log.report(
                    RouteFault.badCondition, "the rule goes by 'budget_used', but '\(route.workload)' has no budget", at: location)
            }
            // Of what is wrong itself nothing else is said.
            let earlier = route.rules.prefix(place).first { $0.condition.problem == nil && $0.condition.covers(rule.condition) }
            guard let earlier else { continue }
            let other = earlier.definedAt.map { "the one in line \($0.line)" } ?? "the rule for \(earlier.condition)"
            log.report(
                RouteLint.coveredRule, "this rule of '\(route.workload)' never holds: \(other) comes first and holds wherever it would",
                at: location)
        }
    }
}
