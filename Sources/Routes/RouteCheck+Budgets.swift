import WaybillInterchange

/// What cannot work in the budgets of keys of metadata.
extension RouteCheck {
    func checkMetadataBudgets(_ log: inout DiagnosticLog) {
        var keys: Set<String> = []
        for owner in metadataBudgets {
            if owner.key.isEmpty || !keys.insert(owner.key).inserted {
                log.report(
                    ValueFault.contradiction,
                    owner.key.isEmpty ? "a budget of metadata needs a key" : "the metadata key '\(owner.key)' has two budgets",
                    at: owner.definedAt)
            }
            if let problem = owner.budget.problem {
                log.report(ValueFault.contradiction, DiagnosticMessage(problem), at: owner.definedAt)
            }
        }
    }
}
