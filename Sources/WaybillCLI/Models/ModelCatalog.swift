import Waybill

/// Which models of the provider files are looked at.
struct ModelFilter {
    /// By name; `nil`: any.
    let pattern: NamePattern?
    /// What each must be known to have.
    let features: [Feature]
    /// Whether a route must have it.
    let isUsed: Bool
    /// In how many days at the most it is shut down; `nil`: whether it ever is or not.
    let daysLeft: Int?
}

/// The models of the provider files, with who uses them and when they end.
struct ModelCatalog {
    /// One model of a provider.
    struct Entry {
        let provider: Provider
        /// Its facts, with those of the provider.
        let model: Model
        /// The workloads that may come to it.
        let workloads: [Workload]
        /// In how many days it is shut down, negative where it was; `nil`: no day is known.
        let daysLeft: Int?

        var name: ModelName { ModelName(provider: provider.name, id: model.id) }
    }

    /// The models by their providers' names, of each in the order of its file, with that for any other last.
    let entries: [Entry]

    init(_ table: RouteTable, filter: ModelFilter, today: CalendarDay) {
        entries = table.providers.values.sorted { $0.name < $1.name }
            .flatMap { provider in
                (provider.models + [provider.anyModel].compactMap(\.self)).map { provider.completed($0) }
                    .map { model in
                        let name = ModelName(provider: provider.name, id: model.id)
                        return Entry(
                            provider: provider, model: model, workloads: table.workloads(reaching: .model(name)),
                            daysLeft: model.daysLeft(on: today))
                    }
            }
            .filter { entry in
                let isNear = filter.daysLeft.map { limit in entry.daysLeft.map { $0 <= limit } ?? false } ?? true
                return isNear && (!filter.isUsed || !entry.workloads.isEmpty)
                    && filter.features.allSatisfy { entry.model.features?.contains($0) ?? false }
                    && filter.pattern?.matches(provider: entry.provider.name, id: entry.model.id) ?? true
            }
    }

    /// The providers of the entries, by name.
    var providers: [Provider] {
        entries.reduce(into: []) { providers, entry in
            if providers.last?.name != entry.provider.name { providers.append(entry.provider) }
        }
    }
}
