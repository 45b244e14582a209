public import WaybillInterchange

/// What differs between two versions of routes, in the words in which an operator writes them.
///
/// Only what matters to a call counts: comments, the order of keys and a default that is now written out are no change.
///
/// ## Usage
/// ```swift
/// print(RouteChanges(from: router.table, to: next))
/// // support-chat: acme/fast now before acme/thorough; deadline 20s → 30s
/// // provider acme: rate_limits.requests_per_minute 5k → 10k
/// ```
public struct RouteChanges: Sendable, Hashable {
    /// What changed of what: the defaults, the workloads in the order of the new routes and then those that are gone, the providers by name, each
    /// followed by its models.
    public var subjects: [SubjectChanges]

    /// No changes.
    public init() { subjects = [] }

    /// Compares two versions.
    public init(from old: RouteTable, to new: RouteTable) {
        subjects = []
        note(.defaults, RouteFact.changes(from: old.sharedFacts, to: new.sharedFacts))
        compareWorkloads(old, new)
        compareProviders(old, new)
    }

    /// Whether nothing differs that matters to a call.
    public var isEmpty: Bool { subjects.isEmpty }

    private mutating func note(_ subject: SubjectChanges.Subject, _ changes: [RouteChange]) {
        if !changes.isEmpty { subjects.append(SubjectChanges(subject: subject, changes: changes)) }
    }

    private mutating func compareWorkloads(_ old: RouteTable, _ new: RouteTable) {
        let before = Dictionary(old.routes.map { ($0.workload, $0) }) { first, _ in first }
        let after = Set(new.routes.map(\.workload))
        for route in new.routes {
            let changes =
                before[route.workload].map { route.changes(from: $0, defaults: (old.defaults, new.defaults)) }
                ?? [.added(route.candidates.map(\.model))]
            note(.workload(route.workload), changes)
        }
        for route in old.routes where !after.contains(route.workload) { note(.workload(route.workload), [.removed]) }
    }

    private mutating func compareProviders(_ old: RouteTable, _ new: RouteTable) {
        for name in Set(old.providers.keys).union(new.providers.keys).sorted() {
            switch (old.providers[name], new.providers[name]) {
            case (let before?, let after?):
                note(.provider(name), RouteFact.changes(from: before.facts, to: after.facts))
                compareModels(before, after)
            case (nil, let added?): note(.provider(name), [.added(added.models.map { ModelName(provider: name, id: $0.id) })])
            case (_, nil): note(.provider(name), [.removed])
            }
        }
    }

    private mutating func compareModels(_ old: Provider, _ new: Provider) {
        let (before, after) = (old.listed, new.listed)
        for model in after {
            let subject = SubjectChanges.Subject.model(ModelName(provider: new.name, id: model.id))
            let known = before.first { $0.id == model.id }
            note(subject, known.map { RouteFact.changes(from: $0.facts, to: model.facts) } ?? [.added([])])
        }
        for model in before where !after.contains(where: { $0.id == model.id }) {
            note(.model(ModelName(provider: new.name, id: model.id)), [.removed])
        }
    }
}

/// What changed of one workload, provider or model.
public struct SubjectChanges: Sendable, Hashable {
    /// What changed.
    public enum Subject: Sendable, Hashable {
        /// What holds for every workload that does not say otherwise.
        case defaults
        case workload(Workload)
        case provider(String)
        case model(ModelName)
    }

    /// What changed.
    public var subject: Subject
    /// How; at least one.
    public var changes: [RouteChange]
}

/// One thing that changed of a workload, a provider or a model.
@nonexhaustive
public enum RouteChange: Sendable, Hashable {
    /// It is new: a workload with its candidates, a provider with its models.
    case added([ModelName])
    /// It is gone.
    case removed
    /// A candidate is new: after this one, or `nil` for the first.
    case candidateAdded(ModelName, after: ModelName?)
    /// A candidate is gone.
    case candidateRemoved(ModelName)
    /// A candidate stands elsewhere among those that stayed: before this one, or `nil` for the last.
    case candidateMoved(ModelName, before: ModelName?)
    /// A value changed, of a key as the files write it, such as `parameters.temperature`; `nil`: nothing is said.
    ///
    /// - Parameter candidate: Whose value it is, where it is not that of the whole.
    case value(String, from: String?, to: String?, candidate: ModelName? = nil)
    /// A value changed that is not shown, since it is long or might tell a secret.
    case hidden(String, candidate: ModelName? = nil)
}

extension RouteTable {
    /// What it says of more than one workload, but for its providers.
    fileprivate var sharedFacts: [RouteFact] {
        defaults.facts + metadataBudgets.flatMap { owner in owner.budget.facts.map { $0.under("budgets.metadata.\(owner.key)") } }
    }
}

extension Provider {
    /// The models with facts of their own, that for any other model included.
    fileprivate var listed: [Model] {
        guard var any = anyModel else { return models }
        any.id = "*"
        return models + [any]
    }
}
