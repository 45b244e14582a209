import Waybill

/// What became of the calls of a workload so far, its candidates side by side, for people.
struct OutcomesView {
    let outcomes: WorkloadOutcomes

    /// A row for each candidate, with what went wrong below it.
    func text(_ look: Look) -> String {
        var table = Table(columns: [.left, .right, .right, .right, .right, .right, .right])
        let heads = ["so far", "calls", "answered", "moved on", "first token", "tokens/s", "mean cost"]
        table.add(heads.map { Table.Cell($0, look.dim) })
        for candidate in outcomes.candidates {
            let cells = [
                candidate.model.description, "\(candidate.calls)", candidate.answers.share(of: candidate.calls), "\(candidate.fallbacks)",
                candidate.firstToken?.shortText ?? "–", speed(candidate), candidate.cost?.shortText ?? "–",
            ]
            table.add(cells.map { Table.Cell($0) }, detail: troubles(of: candidate).map { [Table.Cell($0, look.yellow)] } ?? [])
        }
        return table.text(indent: 2, look)
    }

    private func speed(_ candidate: CandidateOutcomes) -> String {
        guard let time = candidate.tokenTime, time > .zero else { return "–" }
        return "\(Int((.seconds(1) / time).rounded()))"
    }

    /// What went wrong there; `nil`: nothing.
    private func troubles(of candidate: CandidateOutcomes) -> String? {
        // The most frequent first.
        let failures = candidate.failures.sorted { ($1.value, $0.key.rawValue) < ($0.value, $1.key.rawValue) }
            .map { "\($0.value) \($0.key)" }
        let incomplete = candidate.incomplete > 0 ? ["\(candidate.incomplete) incomplete"] : []
        let all = failures + incomplete
        return all.isEmpty ? nil : all.joined(separator: ", ")
    }
}
