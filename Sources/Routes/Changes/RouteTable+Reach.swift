public import WaybillInterchange

extension RouteTable {
    /// The workloads whose calls may go by this, in the order of the routes: those that have a model, or any of a provider; for the defaults all.
    public func workloads(reaching subject: SubjectChanges.Subject) -> [Workload] {
        func reach(_ isMeant: (Candidate) -> Bool) -> [Workload] {
            routes.filter { $0.allCandidates.contains(where: isMeant) }.map(\.workload)
        }
        switch subject {
        case .defaults: return routes.map(\.workload)
        case .workload(let workload): return routes.map(\.workload).filter { $0 == workload }
        case .provider(let name): return reach { $0.model.provider == name }
        case .model(let model):
            guard model.id == "*", let provider = providers[model.provider] else { return reach { $0.model == model } }
            // What has no facts of its own has those of "*".
            let listed = Set(provider.models.map(\.id))
            return reach { $0.model.provider == model.provider && !listed.contains($0.model.id) }
        }
    }
}
