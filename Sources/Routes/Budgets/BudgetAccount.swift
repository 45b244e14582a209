public import WaybillInterchange

/// Whose calls count together in a budget.
public enum BudgetAccount: Sendable, Hashable {
    /// The calls of a workload's route.
    case workload(Workload)
    /// The attempts at a provider's models, of all workloads.
    case provider(String)
    /// The calls whose metadata has a value under a key.
    case metadata(key: String, value: String)
}

extension BudgetAccount: CustomStringConvertible {
    /// The account in words: `workload support-chat`, `provider openai`, `metadata.team research`.
    public var description: String {
        switch self {
        case .workload(let workload): "workload \(workload)"
        case .provider(let name): "provider \(name)"
        case .metadata(let key, let value): "metadata.\(key) \(value)"
        }
    }

    /// The account as part of a sentence: `the workload's`, `the provider's`, `that of metadata.team research`.
    package var owner: String {
        switch self {
        case .workload: "the workload's budget"
        case .provider(let name): "the budget of the provider '\(name)'"
        case .metadata(let key, let value): "the budget of \(key) '\(value)'"
        }
    }
}

/// A budget that an attempt counts in, with whose it is.
public struct AccountBudget: Sendable, Hashable {
    /// Whose calls count together.
    public let account: BudgetAccount
    /// What they may cost.
    public let budget: Budget

    /// Creates it.
    public init(_ account: BudgetAccount, _ budget: Budget) {
        self.account = account
        self.budget = budget
    }

    /// Whether attempts at a model count in it.
    package func counts(_ model: ModelName) -> Bool {
        if case .provider(let name) = account { model.provider == name } else { true }
    }
}

/// A budget that each value of a key of metadata has for itself.
public struct MetadataBudget: Sendable, Hashable {
    /// The key.
    public var key: String
    /// What the calls with one value under it may cost.
    public var budget: Budget
    /// Where it stands; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates it.
    public init(_ key: String, _ budget: Budget) {
        self.key = key
        self.budget = budget
    }
}
