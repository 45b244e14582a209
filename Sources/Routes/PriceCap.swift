import WaybillInterchange

/// The most that a model's tokens may cost, in microdollars per million tokens.
public struct PriceCap: Sendable, Hashable {
    /// Ordinary input; `nil`: anything.
    public var input: Int?
    /// Output; `nil`: anything.
    public var output: Int?

    /// Creates a cap.
    public init(input: Int? = nil, output: Int? = nil) {
        self.input = input
        self.output = output
    }

    /// Why a request may not be sent at these rates: a sentence's end, or `nil` where it may.
    ///
    /// - Parameter rates: What holds for the request, in its service tier and at its length; `nil`: not known, which is not met.
    package func excess(of rates: TokenRates?) -> String? {
        let parts = [("input", input, rates?.input), ("output", output, rates?.highestOutput)]
        for case (let kind, let most?, let rate) in parts {
            guard let rate else { return "its price is not known; the route allows \(Money(rate: most)) for a million tokens of \(kind)" }
            if rate > most {
                return "a million tokens of \(kind) cost \(Money(rate: rate)); the route allows \(Money(rate: most))"
            }
        }
        return nil
    }
}
