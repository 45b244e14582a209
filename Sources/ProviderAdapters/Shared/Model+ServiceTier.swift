import WaybillInterchange
import WaybillRoutes

extension Model {
    /// Why a service tier is not asked for; `nil`: it is.
    ///
    /// Where nothing is known of a model's price, any tier is tried. Where its price is known, a tier without one would be a cost that nobody
    /// agreed to.
    func obstacle(to tier: ServiceTier) -> String? {
        guard let price, !price.has(tier) else { return nil }
        return "the model's price has no tier '\(tier.canonical)'"
    }
}
