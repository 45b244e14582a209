import Waybill

/// What differs between two sets of routes: for whom, and in money.
struct DiffView {
    private let names: (old: String, new: String)
    private let tables: (old: RouteTable, new: RouteTable)
    private let changes: RouteChanges
    private let comparison: RouteComparison?
    private let look: Look

    init(names: (String, String), old: RouteTable, new: RouteTable, comparison: RouteComparison?, look: Look) {
        self.names = names
        tables = (old, new)
        changes = RouteChanges(from: old, to: new)
        self.comparison = comparison
        self.look = look
    }

    /// Whether nothing differs that matters to a call.
    var isEmpty: Bool { changes.isEmpty && comparison?.rows.contains(where: \.isChanged) != true }

    var text: String {
        let sections = changes.subjects.map { section($0) + "\n" }.joined()
        let requests = comparison.map { ComparisonView(comparison: $0, look: look).text } ?? ""
        return sections + requests
            + summary.wrapped(to: look.width).map { (changes.isEmpty ? look.green($0) : look.bold($0)) + "\n" }.joined()
    }

    private var summary: String {
        guard !changes.isEmpty else { return "\(names.new) says the same as \(names.old)." }
        let counts = [("workload", \SubjectChanges.isOfWorkload), ("provider", \.isOfProvider), ("model", \.isOfModel)]
            .compactMap { (noun, isMeant) -> String? in
                let number = changes.subjects.count { $0[keyPath: isMeant] }
                return number == 0 ? nil : "\(number) \(noun)\(number == 1 ? "" : "s")"
            }
        let defaults = changes.subjects.contains { $0.subject == .defaults } ? ["the defaults"] : []
        return "From \(names.old) to \(names.new): \((defaults + counts).joined(separator: ", ")) changed."
    }

    private func section(_ subject: SubjectChanges) -> String {
        var facts = FactList()
        for change in subject.changes { facts.add(change.mark, change.text(of: subject.subject), change.paint(look)) }
        if let price = firstPrice(of: subject.subject) { facts.add("$", price) }
        if !subject.isOfWorkload, subject.subject != .defaults { facts.add("for", users(of: subject.subject)) }
        return look.bold("\(subject.subject)") + "\n" + facts.text(indent: 2, labelWidth: 5, look)
    }

    /// Who may meet a change of a provider or a model.
    private func users(of subject: SubjectChanges.Subject) -> String {
        let workloads = reached(by: subject)
        return workloads.isEmpty ? "no workload" : workloads.map(\.rawValue).joined(separator: ", ")
    }

    /// The workloads that go by a subject under either of the routes, in the order of the new.
    private func reached(by subject: SubjectChanges.Subject) -> [Workload] {
        let now = tables.new.workloads(reaching: subject)
        return now + tables.old.workloads(reaching: subject).filter { !now.contains($0) }
    }

    /// What the first model of a workload costs, where that is another model or another price.
    private func firstPrice(of subject: SubjectChanges.Subject) -> String? {
        guard case .workload(let workload) = subject, let old = firstModel(of: workload, tables.old),
            let new = firstModel(of: workload, tables.new), old.name != new.name
        else { return nil }
        return "first model \(old.name) → \(new.name): per million tokens \(step(from: old.rates, to: new.rates))"
    }

    private func step(from old: TokenRates?, to new: TokenRates?) -> String {
        func step(_ rate: (TokenRates) -> Int) -> String {
            let (before, after) = (old.map { "\(Money(rate: rate($0)))" } ?? "?", new.map { "\(Money(rate: rate($0)))" } ?? "?")
            return before == after ? after : "\(before) → \(after)"
        }
        return "\(step(\.input)) in, \(step(\.output)) out"
    }

    private func firstModel(of workload: Workload, _ table: RouteTable) -> (name: ModelName, rates: TokenRates?)? {
        guard let route = table.routes.first(where: { $0.workload == workload }), let name = route.candidates.first?.model else {
            return nil
        }
        return (name, table.facts(of: name)?.model.price?.rates())
    }

    /// `{"changes", "requests", …}`.
    var json: JSONValue {
        let subjects = changes.subjects.map { subject -> JSONValue in
            var object = subject.json.objectValue ?? [:]
            object["workloads"] = reached(by: subject.subject).json
            return .object(object)
        }
        var object: JSONObject = [
            "old": .string(names.old), "new": .string(names.new), "differs": .bool(!isEmpty), "changes": .array(subjects),
        ]
        for (key, value) in comparison?.json.objectValue ?? [:] { object[key] = value }
        return .object(object)
    }
}

extension SubjectChanges {
    fileprivate var isOfWorkload: Bool { if case .workload = subject { true } else { false } }
    fileprivate var isOfProvider: Bool { if case .provider = subject { true } else { false } }
    fileprivate var isOfModel: Bool { if case .model = subject { true } else { false } }
}

extension RouteChange {
    /// In one sign whether something came, went or is another.
    fileprivate var mark: String {
        switch self {
        case .added, .candidateAdded, .value(_, from: nil, _, _): "+"
        case .removed, .candidateRemoved, .value(_, _, to: nil, _): "–"
        default: "~"
        }
    }

    fileprivate func paint(_ look: Look) -> (String) -> String {
        switch mark {
        case "+": look.green
        case "–": look.red
        default: { $0 }
        }
    }

    /// The change in words, prices with what they are for.
    fileprivate func text(of subject: SubjectChanges.Subject) -> String {
        guard case .model = subject, case .value(let key, _, _, nil) = self, key.hasPrefix("price."), !Self.priceFacts.contains(key) else {
            return "\(self)"
        }
        return "\(self) per million tokens"
    }

    /// What is said of a price and is none.
    private static let priceFacts: Set<String> = ["price.as_of", "price.above"]
}
