import WaybillInterchange
import WaybillRoutePlanning

/// Which keys of a provider a call has tried.
struct TriedKeys: Sendable {
    /// Those that were refused or whose accounts are out of funds, by provider.
    private var refused: [String: Set<String>] = [:]
    /// Those that met a rate limit, by model.
    private var limited: [ModelName: Set<String>] = [:]

    /// Keys that are used last: by their names.
    func avoided(for model: ModelName) -> Set<String> {
        guard !refused.isEmpty || !limited.isEmpty else { return [] }
        return refused[model.provider, default: []].union(limited[model, default: []])
    }

    /// A key was refused.
    ///
    /// - Returns: Whether the provider has another that was not.
    mutating func refuse(_ key: String?, for candidate: PlannedCandidate) -> Bool {
        guard let key else { return false }
        refused[candidate.model.provider, default: []].insert(key)
        return refused[candidate.model.provider, default: []].count < candidate.keyCount
    }

    /// A key met a rate limit.
    ///
    /// - Returns: Whether the provider has another of another account that did not.
    mutating func limit(_ key: String?, for candidate: PlannedCandidate) -> Bool {
        guard let key, candidate.accountCount > 1 else { return false }
        limited[candidate.model, default: []].insert(key)
        return avoided(for: candidate.model).count < candidate.keyCount
    }
}
