import Waybill

/// Every workload with the models that would serve it, in one table.
struct AllRoutesView {
    /// A plan for each route, in their order.
    let plans: [RoutePlan]
    let table: RouteTable
    /// Whether nobody gave a prompt.
    let isUsualPrompt: Bool
    let look: Look

    var text: String {
        guard !plans.isEmpty else { return "There is no workload.\n" }
        var rows = Table(columns: [.left, .right, .left, .right, .right])
        rows.add(["workload", "line", "first model", "expected", "at most"].map { Table.Cell($0, look.dim) })
        for plan in plans { rows.add(cells(plan), detail: plan.remarks(look) + warnings(plan)) }
        return rows.text(indent: 0, look) + "\n" + foot.wrapped(to: look.width).map { look.dim($0) + "\n" }.joined()
    }

    private func cells(_ plan: RoutePlan) -> [Table.Cell] {
        let chosen = plan.chosen
        return [
            Table.Cell(plan.workload.rawValue, look.bold), Table.Cell(plan.rule.map { "\($0.line)" } ?? "–", look.dim),
            chosen.map { Table.Cell($0.model.description, look.green) } ?? Table.Cell("none", look.yellow),
            Table.Cell(chosen?.cost?.expected.shortText ?? "?"),
            Table.Cell(chosen.map(highest) ?? "?"),
        ]
    }

    private func highest(_ candidate: PlannedCandidate) -> String {
        guard let cost = candidate.cost else { return "?" }
        return cost.highest?.shortText ?? (candidate.outputLimit == nil ? "no limit" : "?")
    }

    private func warnings(_ plan: RoutePlan) -> [Table.Cell] {
        let notes = plan.notes.map { Table.Cell("note: \($0)", look.yellow) }
        return findings(plan).map { Table.Cell("warning: \($0.message) [\($0.code)]", look.yellow) } + notes
    }

    /// What the check warns of in the lines of a workload, but for models that are set aside: why is said of them.
    private func findings(_ plan: RoutePlan) -> [Diagnostic] {
        let setAside = plan.candidates.filter { $0.verdict.reason != nil }.compactMap(\.definedAt)
        guard let start = table.route(for: plan.workload)?.definedAt else { return [] }
        let next = table.routes.compactMap(\.definedAt).filter { $0.file == start.file && $0.line > start.line }.map(\.line).min() ?? .max
        return table.diagnostics.filter { finding in
            guard let place = finding.location, finding.severity == .warning else { return false }
            return !setAside.contains(place) && place.file == start.file && (start.line..<next).contains(place.line)
        }
    }

    private var foot: String {
        let prompt = isUsualPrompt ? "a prompt of about 1,000 tokens; give one, or --request FILE, to plan your own" : "this request"
        return "Costs are of one call by its first model, with \(prompt)."
    }

    /// The plans as `{"workloads": […]}`, each with the warnings of its lines.
    var json: JSONValue {
        let workloads = plans.map { plan -> JSONValue in
            var object = plan.json.objectValue ?? [:]
            object["warnings"] = findings(plan).json
            return .object(object)
        }
        return ["workloads": .array(workloads)]
    }
}
