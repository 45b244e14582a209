import WaybillInterchange
import WaybillRoutes

extension Shape where Value == Budget {
    /// The mapping `budget`.
    static var budget: Shape {
        .mapping("'budget'") { fields in
            var budget = Budget([:])
            budget.amounts[.day] = fields.read("day", .money, "the most for a day")
            budget.amounts[.month] = fields.read("month", .money, "the most for a month")
            let spans = fields.read(
                "rolling", .rollingAmounts, "the most for the latest so much time, such as `{24h: $40, 7d: $200}`; whole minutes")
            for (span, amount) in spans ?? [] { budget.amounts[.rolling(span)] = amount }
            budget.alerts =
                fields.read("alert_at", .oneOrMore(of: .share), "shares of an amount at which an event tells of it", usual: "`100%`") ?? []
            budget.whenSpent =
                fields.read(
                    "when_spent", .choice,
                    "for a request that may cost more than is left: `next-model` sets aside the models that it may cost too much at, "
                        + "`refuse` fails it, `warn` serves it all the same",
                    usual: "`next-model`")
                ?? .nextModel
            budget.scope =
                fields.read(
                    "scope", .choice,
                    "who counts together: `ledger`, all processes that keep the same books; `process`, each by itself, from nothing when it starts",
                    usual: "`ledger`") ?? .ledger
            budget.allowsUnknownCost =
                fields.read(
                    "unknown_cost", .choice(among: [("refuse", false), ("allow", true)]),
                    "a model of which nobody can say what it may cost: its price is not known, or nothing limits its output",
                    usual: "`refuse`") ?? false
            budget.timeZone = fields.read(
                "time_zone", .timeZone, "whose days and months count, such as `Europe/Berlin`, from this machine's time zones",
                usual: "UTC")
            // An amount that was left out for its fault is not found missing again.
            guard !budget.amounts.isEmpty || !["day", "month", "rolling"].contains(where: fields.has) else { return nil }
            return fields.sound(budget, budget.problem)
        }
    }
}

extension Shape where Value == [(Duration, Money)] {
    /// The mapping `rolling` of a budget.
    fileprivate static var rollingAmounts: Shape {
        let amount = Shape<Money>.money
        return .entries(of: amount.schema, "'rolling' must be a mapping of spans and amounts, such as {24h: $40}") { entry, reading in
            let money = amount.read(entry.value, reading)
            do throws(UnitProblem) {
                let span = try Units.duration(entry.key)
                return money.map { (span, $0) }
            } catch {
                reading.report(error.fault, "\(quoted(entry.key)) \(error.reason)", at: entry.keyLocation)
                return nil
            }
        }
    }
}

extension Shape where Value == CalendarZone {
    /// The name of a time zone, whose file is read.
    fileprivate static var timeZone: Shape {
        let word = Shape<String>.word
        return Shape(.named("time zone", word.schema)) { node, reading in
            guard let name = word.read(node, reading) else { return nil }
            guard let zone = CalendarZone.ofThisMachine(name)
            else {
                reading.report(
                    ValueFault.malformedValue,
                    "this machine knows no time zone \(quoted(name)); write one such as 'Europe/Berlin', or install the time zone database (tzdata)",
                    at: node.location)
                return nil
            }
            return zone
        }
    }
}

extension Shape where Value == [MetadataBudget] {
    /// The mapping `budgets` of the routes.
    static var metadataBudgets: Shape {
        .mapping("'budgets'") { fields in
            fields.read(
                beginning: "metadata.", .budget, "what the calls with one value under this key may cost together; each value by itself"
            )
            .map { MetadataBudget($0.name, $0.value) }
        }
    }
}
