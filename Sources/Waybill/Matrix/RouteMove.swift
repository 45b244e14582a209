public import WaybillInterchange
import WaybillRoutePlanning

/// A request that goes elsewhere than it did: other models are asked, or the same in another order.
public struct RouteMove: Sendable, Hashable {
    /// The request's name.
    public var name: String
    /// The kind of work that it asks for now.
    public var workload: Workload
    /// The models that were asked; `nil`: the request was not among those that were kept.
    public var before: [ModelName]?
    /// The models that are asked now; `nil`: there is no such request any more.
    public var after: [ModelName]?
    /// The rule that decides now, where there is one.
    public var rule: SourceLocation?
    /// Why, in the order of what happens: a sentence each, with the line of the files where one says it.
    public var reasons: [String]
}

extension RouteMatrix {
    /// Which requests go elsewhere than was recorded, by the bytes of their names.
    ///
    /// A request that is new, or was there and is not, moved too: the record is to be written anew.
    public func moves(from records: [RouteRecord]) -> [RouteMove] {
        let before = Dictionary(records.map { ($0.name, $0) }) { first, _ in first }
        let names = Set(rows.map(\.name))
        let moved = rows.compactMap { $0.move(from: before[$0.name]) }
        let gone = records.filter { !names.contains($0.name) }
            .map { RouteMove(name: $0.name, workload: $0.workload, before: $0.models, after: nil, rule: nil, reasons: []) }
        return (moved + gone).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }
}

extension RouteMatrix.Row {
    /// How the request goes elsewhere than was recorded; `nil` where it does not.
    ///
    /// - Parameter old: What was recorded; `nil`: nothing.
    public func move(from old: RouteRecord?) -> RouteMove? {
        let new = record
        guard old?.models != new.models else { return nil }
        return RouteMove(
            name: name, workload: workload, before: old?.models, after: new.models, rule: (try? plan.get())?.rule,
            reasons: reasons(since: old?.models))
    }

    /// Why not these models are asked, in this order; `nil`: none are known.
    private func reasons(since old: [ModelName]?) -> [String] {
        let plan: RoutePlan
        switch self.plan {
        case .failure(let failure): return [failure.explanation]
        case .success(let found): plan = found
        }
        guard let old else { return plan.chosen == nil ? plan.candidates.compactMap(setAside) : [] }
        var reasons: [String] = []
        if let when = plan.when { reasons.append("the rule for \(when) decides\(place(plan.rule))") }
        for model in old {
            guard let candidate = plan.candidates.first(where: { $0.model == model }) else {
                reasons.append("\(model) is not among the models that are asked\(place(plan.rule))")
                continue
            }
            if let reason = setAside(candidate) { reasons.append(reason) }
        }
        let asked = plan.candidates.filter { $0.verdict.reason == nil }
        for candidate in asked where !old.contains(candidate.model) {
            reasons.append("\(candidate.model) is asked now\(place(candidate.definedAt))")
        }
        let stayed = old.filter { model in asked.contains { $0.model == model } }
        let moved = zip(asked.filter { old.contains($0.model) }, stayed).first { $0.model != $1 }
        if let (candidate, other) = moved {
            let why = candidate.preference.map { ": \($0)" } ?? ""
            reasons.append("\(candidate.model) is asked before \(other)\(why)\(place(candidate.definedAt))")
        }
        return reasons
    }

    private func setAside(_ candidate: PlannedCandidate) -> String? {
        candidate.verdict.reason.map { "\(candidate.model) is set aside: \($0)\(place(candidate.definedAt))" }
    }

    private func place(_ location: SourceLocation?) -> String { location.map { " (\($0.file):\($0.line))" } ?? "" }
}

extension RouteMove: JSONWritable {
    /// `{"request", "workload", "before", "after", "rule", "reasons"}`.
    public var json: JSONValue {
        [
            "request": .string(name), "workload": workload.json, "before": before?.json ?? .null, "after": after?.json ?? .null,
            "rule": rule?.json ?? .null, "reasons": .array(reasons.map(JSONValue.string)),
        ]
    }
}
