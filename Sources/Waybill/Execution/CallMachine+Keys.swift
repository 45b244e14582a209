import WaybillInterchange
import WaybillRoutePlanning

/// Which keys of a provider a call has tried.
struct TriedKeys: Sendable {
    /// Those that were refused or whose accounts are out of funds, by provider.
    private var refused: [String: Set<String>] = [:]
    /// Those that met a rate limit, by model.
    private var limited: [ModelName: Set<String>] = [:]

    /// Whether a key was refused.
    func hasRefused(_ key: String, for model: ModelName) -> Bool { refused[model.provider]?.contains(key) ?? false }

    /// Whether a key met a limit.
    func hasLimited(_ key: String, for model: ModelName) -> Bool { limited[model]?.contains(key) ?? false }

    /// How many keys had trouble with a model.
    private func avoided(for model: ModelName) -> Int {
        refused[model.provider, default: []].union(limited[model, default: []]).count
    }

    /// A key was refused.
    ///
    /// - Returns: Whether the provider has another that was not.
    mutating func refuse(_ key: String?, for candidate: PlannedCandidate) -> Bool {
        guard let key else { return false }
        refused[candidate.model.provider, default: []].insert(key)
        return refused[candidate.model.provider, default: []].count < candidate.keyCount
    }

    /// A key met a rate limit, which is not that of keys of other accounts.
    mutating func limit(_ key: String?, for candidate: PlannedCandidate) {
        guard let key, candidate.accountCount > 1 else { return }
        limited[candidate.model, default: []].insert(key)
    }

    /// Whether a model's provider has a key of another account that had no trouble yet.
    func hasAnother(for candidate: PlannedCandidate) -> Bool {
        candidate.accountCount > 1 && avoided(for: candidate.model) < candidate.keyCount
    }
}
