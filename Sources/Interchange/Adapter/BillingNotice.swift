/// What a response's headers say of the bill, where its body does not.
public struct BillingNotice: Sendable, Hashable {
    /// The service tier that was used.
    public var serviceTier: String?
    /// What the request cost.
    public var cost: Money?

    /// Creates a notice.
    public init(serviceTier: String? = nil, cost: Money? = nil) {
        self.serviceTier = serviceTier
        self.cost = cost
    }
}
