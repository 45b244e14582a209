import WaybillInterchange
import WaybillRoutes

/// What routes say of the cost of a model.
///
/// A class, so that looking it up copies none of it.
final class ModelTerms: Sendable {
    let price: Price?
    let contextWindow: Int?
    /// Whether it reads repeated prompts from a cache; `nil`: not known.
    let caches: Bool?
    /// Whether what it costs counts in a budget of its provider, or may in one of a request's metadata.
    let countsInBudget: Bool

    init(_ model: Model, of provider: Provider, in table: RouteTable) {
        price = model.price
        contextWindow = model.contextWindow
        caches = model.cache.map { $0.boundaries != .nowhere } ?? model.features?.contains(.promptCache)
        countsInBudget = provider.budget != nil || !table.metadataBudgets.isEmpty
    }

    /// What an attempt would cost that used so much; `nil`: not known.
    func cost(of usage: TokenUsage?, tier: ServiceTier?) -> Money? {
        guard let usage, !usage.isEmpty else { return .zero }
        return price?.cost(of: usage, tier: tier)
    }
}
