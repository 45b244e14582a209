import WaybillInterchange

extension BillingNotice {
    /// Reads what headers say of the bill; `nil` where they say nothing.
    ///
    /// - `x-litellm-response-cost`: what a LiteLLM proxy reckons for the upstream's answer, in dollars;
    /// - `x-gemini-service-tier`: the tier that Gemini gave, which its answer does not name.
    init?(headers: [HeaderField]) {
        let tier = headers.value(of: "x-gemini-service-tier")?.lowercased()
        let cost = headers.value(of: "x-litellm-response-cost").flatMap { JSONNumber(literal: $0) }.flatMap { Money(dollars: $0) }
        guard tier?.isEmpty == false || cost != nil else { return nil }
        self.init(serviceTier: tier, cost: cost)
    }
}
