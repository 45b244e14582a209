import WaybillInterchange
import WaybillRoutes

extension Shape where Value == [RouteRule] {
    /// The list `by`.
    ///
    /// - Parameter candidate: What its models can be.
    static func rules(of candidate: Shape<Candidate>) -> Shape {
        .list(of: .rule(of: candidate))
            .checked { _, node, reading in
                let isEmpty = node.items?.isEmpty == true
                if isEmpty {
                    reading.report(ValueFault.emptyCollection, "'by' has no rule; write one or delete the key", at: node.location)
                }
                return !isEmpty
            }
    }
}

extension Shape where Value == RouteRule {
    fileprivate static func rule(of candidate: Shape<Candidate>) -> Shape {
        // A list that is empty for its faults alone is not found empty again.
        let candidates = Shape<[Candidate]>.list(of: candidate)
            .checked { candidates, node, _ in !candidates.isEmpty || node.items?.isEmpty == true }
        return .mapping("a rule") { fields in
            let condition = fields.require("when", .condition, "which requests it is for, such as {input_tokens: \">100k\"}")
            let candidates = fields.require("models", candidates, "what serves them, in order, such as [openai/gpt-5.4-mini]")
            var rule = RouteRule(when: RequestCondition(), models: [])
            rule.choice = fields.read("choose", .choice, "in which order these are asked", usual: "`in-order`") ?? .inOrder
            rule.parameters =
                fields.read("parameters", .parameters, "for these requests; they go before the workload's") ?? GenerationParameters()
            guard let condition, let candidates else { return nil }
            rule.condition = condition
            rule.candidates = candidates
            rule.definedAt = fields.location
            return rule
        }
    }
}

extension Shape where Value == RequestCondition {
    /// The mapping `when`.
    fileprivate static var condition: Shape {
        .mapping("'when'") { fields in
            var condition = RequestCondition()
            condition.inputTokens =
                fields.read(
                    "input_tokens", .values(.bound), "whose input has so many tokens; bounds stand in quotes, and of several all must hold")
                ?? []
            condition.needs =
                fields.read("needs", .values(.choice(among: Feature.requestable)), "that a model must be able to do all of this for") ?? []
            condition.promptVersions = fields.read("prompt_version", .values(.word), "with one of these versions of their prompt") ?? []
            condition.budgetUsed = fields.read(
                "budget_used", .share, "when at least this share of the workload's `budget` is used or reserved")
            condition.metadata =
                fields.read(beginning: "metadata.", .values(.word), "whose metadata says one of these under this key")
                .map { RequestCondition.Member($0.name, oneOf: $0.value) }
            // What was left out for its faults is not found missing again.
            return condition.isEmpty && !fields.isEmpty ? nil : condition
        }
    }
}

extension Shape {
    /// One value or a list of at least one.
    fileprivate static func values<Item>(_ item: Shape<Item>) -> Shape where Value == [Item] {
        .oneOrMore(of: item)
            .checked { _, node, reading in
                let isEmpty = node.items?.isEmpty == true
                if isEmpty {
                    reading.report(ValueFault.emptyCollection, "this list is empty; write a value or delete the key", at: node.location)
                }
                return !isEmpty
            }
    }
}

extension Shape where Value == RequestCondition.Bound {
    fileprivate static var bound: Shape {
        Shape(.pattern("`\">100k\"`, `\">=100k\"`, `\"<100k\"`, `\"<=100k\"`", "^[<>]=? *[0-9]+(\\.[0-9]+)?[kM]?$")) { node, reading in
            guard let text = Shape<String>.word.read(node, reading) else { return nil }
            let sign = text.prefix { "<>=".contains($0) }
            guard let comparison = RequestCondition.Bound.Comparison(rawValue: String(sign)) else {
                reading.report(
                    ValueFault.malformedValue,
                    "\(quoted(text)) is no bound; write \">100k\", \">=100k\", \"<100k\" or \"<=100k\"", at: node.location)
                return nil
            }
            let number = String(text.dropFirst(sign.count).drop { $0 == " " })
            do throws(UnitProblem) {
                return RequestCondition.Bound(comparison, try Units.count(number))
            } catch {
                reading.report(error.fault, DiagnosticMessage("\(quoted(text)): \(quoted(number)) \(error.reason)"), at: node.location)
                return nil
            }
        }
    }
}
