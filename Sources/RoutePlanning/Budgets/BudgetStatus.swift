public import WaybillInterchange
public import WaybillRoutes

/// How much of a budget is used.
public struct BudgetStatus: Sendable, Hashable {
    /// How much of one amount is used.
    public struct Part: Sendable, Hashable {
        /// The period that the amount is for.
        public let period: BudgetPeriod
        /// The most that may be used in it.
        public let amount: Money
        /// What the calls of the period cost so far.
        public let spent: Money
        /// What attempts under way may cost beside it.
        public let reserved: Money

        /// Creates the status of an amount.
        public init(period: BudgetPeriod, amount: Money, spent: Money, reserved: Money) {
            self.period = period
            self.amount = amount
            self.spent = spent
            self.reserved = reserved
        }

        /// What is neither spent nor reserved; less than nothing where more was spent than the amount.
        public var left: Money { Money(picodollars: amount.picodollars - spent.picodollars - reserved.picodollars) }

        /// Whether at least this share of the amount is used or reserved.
        public func isUsed(_ share: Share) -> Bool {
            (spent + reserved).picodollars >= amount.part(share).picodollars
        }
    }

    /// The budget and whose it is.
    public let owner: AccountBudget
    /// The amounts of the budget, each of which holds; those of shorter periods first.
    public let parts: [Part]

    /// Creates a status.
    public init(_ owner: AccountBudget, _ parts: [Part]) {
        self.owner = owner
        self.parts = parts
    }

    /// Whether at least this share of one of the amounts is used or reserved.
    func isUsed(_ share: Share) -> Bool { parts.contains { $0.isUsed(share) } }

    /// Why an attempt must not be made, or `nil`.
    ///
    /// - Parameter cost: What it may cost.
    package func obstacle(to cost: AttemptCost) -> BudgetObstacle? {
        let budget = owner.budget
        guard budget.whenSpent != .warn else { return nil }
        guard let highest = cost.highest else {
            guard !budget.allowsUnknownCost else { return nil }
            let unknown = cost.isPriceKnown ? "the most that it may cost is not known" : "its price is not known"
            return BudgetObstacle(text: "\(unknown), and it counts in \(owner.account.owner)", refuses: budget.whenSpent == .refuse)
        }
        guard let part = parts.first(where: { $0.left < highest }) else { return nil }
        let left = max(.zero, part.left)
        return BudgetObstacle(
            text: "may cost \(highest), and of \(owner.account.owner) of \(part.amount) \(part.period.words) \(left) is left",
            refuses: budget.whenSpent == .refuse)
    }
}

/// What an attempt may cost.
package struct AttemptCost: Sendable, Hashable {
    /// The most; `nil`: not known.
    package var highest: Money?
    /// Whether at least the price is.
    package var isPriceKnown: Bool

    package init(highest: Money?, isPriceKnown: Bool) {
        self.highest = highest
        self.isPriceKnown = isPriceKnown
    }
}

/// Why an attempt must not be made: it may cost more than is left of a budget.
package struct BudgetObstacle: Sendable, Hashable {
    /// The reason, without the model.
    package var text: String
    /// Whether then nobody is to serve, not even a cheaper model.
    package var refuses: Bool

    package init(text: String, refuses: Bool) {
        self.text = text
        self.refuses = refuses
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
    /// `{"account", "amounts": [{"period", "amount", "spent", "reserved"}]}`.
    public var json: JSONValue {
        let amounts = parts.map { part -> JSONValue in
            [
                "period": .string(part.period.description), "amount": part.amount.json, "spent": part.spent.json,
                "reserved": part.reserved.json,
            ]
        }
        return ["account": .string(owner.account.description), "amounts": .array(amounts)]
    }
}

extension BudgetStatus.Part: CustomStringConvertible {
    /// The part in a few words, such as `$3.20 of $40.00 a day, $0.12 reserved`.
    public var description: String {
        "\(spent) of \(amount) \(period.words)\(reserved > .zero ? ", \(reserved) reserved" : "")"
    }
}
