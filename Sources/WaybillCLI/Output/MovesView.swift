import Waybill

/// Which requests go elsewhere than a table says, for people.
struct MovesView {
    let moves: [RouteMove]
    /// How many requests were planned.
    let requests: Int
    /// The path of the table.
    let table: String
    let look: Look

    /// What was found in a sentence.
    var summary: String {
        if moves.isEmpty { return "\(count(requests)) go\(requests == 1 ? "es" : "") where \(table) says." }
        return "\(count(moves.count)) go\(moves.count == 1 ? "es" : "") elsewhere than \(table) says."
    }

    var text: String {
        let lines = summary.wrapped(to: look.width).map { (moves.isEmpty ? look.green($0) : look.yellow($0)) + "\n" }.joined()
        return moves.map { Self.section($0, look) + "\n" }.joined() + lines
    }

    private func count(_ number: Int) -> String { "\(number) request\(number == 1 ? "" : "s")" }

    /// One request: from where to where, and why.
    static func section(_ move: RouteMove, _ look: Look) -> String {
        var facts = FactList()
        facts.add("from", move.before.map(chain) ?? "not in the table", paint(move.before, look, look.red))
        facts.add("to", move.after.map(chain) ?? "not in the folder", paint(move.after, look, look.green))
        if let rule = move.rule { facts.add("rule", "\(rule.file):\(rule.line)") }
        for reason in move.reasons { facts.add("why", reason) }
        return "\(look.bold(move.name.visible))  \(look.dim(move.workload.rawValue))\n" + facts.text(indent: 2, labelWidth: 6, look)
    }

    /// Nobody is neither good nor bad, but worth a look.
    private static func paint(_ models: [ModelName]?, _ look: Look, _ usual: @escaping (String) -> String) -> (String) -> String {
        models?.isEmpty == false ? usual : look.yellow
    }

    private static func chain(_ models: [ModelName]) -> String {
        models.isEmpty ? "none" : models.map(\.description).joined(separator: " > ")
    }
}
