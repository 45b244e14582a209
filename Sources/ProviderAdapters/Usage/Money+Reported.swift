import WaybillInterchange

extension Money {
    /// The cost that a provider wrote into its usage: `cost` in dollars (OpenRouter), `cost_in_usd_ticks` in 10⁻¹⁰ dollars (xAI).
    init?(reportedIn usage: JSONValue) {
        if case .number(let dollars)? = usage["cost"] {
            self.init(dollars: dollars)
        } else if case .number(let ticks)? = usage["cost_in_usd_ticks"] {
            self.init(dollars: ticks, dividedByTenTo: 10)
        } else {
            return nil
        }
    }
}
