public import WaybillInterchange
public import WaybillRoutes

/// How much of a route's budget is used.
public struct BudgetStatus: Sendable, Hashable {
    /// How much of one amount is used.
    public struct Part: Sendable, Hashable {
        /// The period that the amount is for.
        public let period: Budget.Period
        /// The most that may be used in it.
        public let amount: Money
        /// What the calls of the period cost so far.
        public let spent: Money
        /// What attempts under way may cost beside it.
        public let reserved: Money

        /// Creates the status of an amount.
        public init(period: Budget.Period, amount: Money, spent: Money, reserved: Money) {
            self.period = period
            self.amount = amount
            self.spent = spent
            self.reserved = reserved
        }

        /// What is neither spent nor reserved; less than nothing where more was spent than the amount.
        public var left: Money { Money(picodollars: amount.picodollars - spent.picodollars - reserved.picodollars) }

        /// Whether at least this share of the amount is used or reserved.
        func isUsed(_ share: Share) -> Bool {
            (spent + reserved).picodollars >= amount.part(share).picodollars
        }
    }

    /// The amounts of the budget, each of which holds.
    public let parts: [Part]

    /// Creates a status.
    public init(_ parts: [Part]) { self.parts = parts }

    /// Whether at least this share of one of the amounts is used or reserved.
    func isUsed(_ share: Share) -> Bool { parts.contains { $0.isUsed(share) } }
}

extension Budget {
    /// Why an attempt must not be made, or `nil`.
    ///
    /// - Parameter cost: The most that it may cost; `nil`: not known.
    package func obstacle(_ status: BudgetStatus, cost: Money?, isPriceKnown: Bool) -> String? {
        guard whenSpent != .warn else { return nil }
        guard let cost else {
            guard !allowsUnknownCost else { return nil }
            let unknown = isPriceKnown ? "the most that it may cost is not known" : "its price is not known"
            return "\(unknown), and the route has a budget"
        }
        guard let part = status.parts.first(where: { $0.left < cost }) else { return nil }
        let left = max(.zero, part.left)
        return "may cost \(cost), and of the budget of \(part.amount) a \(part.period.rawValue) \(left) is left"
    }
}

extension Money {
    /// A share of the amount, rounded down to a picodollar.
    package func part(_ share: Share) -> Money {
        let (whole, rest) = picodollars.quotientAndRemainder(dividingBy: 1_000_000)
        let millionths = Int128(share.millionths)
        return Money(picodollars: whole * millionths + rest * millionths / 1_000_000)
    }
}

extension BudgetStatus: JSONWritable {
    /// An object for each amount: `{"period", "amount", "spent", "reserved"}`.
    public var json: JSONValue {
        .array(
            parts.map { part in
                [
                    "period": .string(part.period.rawValue), "amount": part.amount.json, "spent": part.spent.json,
                    "reserved": part.reserved.json,
                ]
            })
    }
}

extension BudgetStatus.Part: CustomStringConvertible {
    /// The part in a few words, such as `$3.20 of $40.00 a day, $0.12 reserved`.
    public var description: String {
        "\(spent) of \(amount) a \(period.rawValue)\(reserved > .zero ? ", \(reserved) reserved" : "")"
    }
}
