import Waybill

/// What is known of the health of models, for people.
struct HealthView {
    let health: HealthSnapshot

    init(_ health: HealthSnapshot) { self.health = health }

    /// The servers of which the requests at a time are limited.
    var servers: [String] {
        health.servers.map { server in
            "\(server.server): \(server.inUse) of \(server.limit) slots in use" + (server.waiting > 0 ? ", \(server.waiting) waiting" : "")
        }
    }

    /// A line for each key by which a model is reached.
    func lines(of name: ModelName) -> [String] {
        guard let model = health.models.first(where: { $0.model == name }) else { return ["nothing is said of it: taken to be well"] }
        return model.keys.map { key in
            let facts = facts(of: key)
            let known = facts.isEmpty ? "nothing is known yet" : facts.joined(separator: "; ")
            return key.credential.map { "key \($0): \(known)" } ?? known
        }
    }

    private func facts(of key: KeyHealth) -> [String] {
        var facts: [String] = []
        if let closure = key.closure { facts.append("\(closure)") }
        let left = [left(of: key.requests, "requests"), left(of: key.tokens, "tokens")].compactMap(\.self)
        if !left.isEmpty { facts.append("\(left.joined(separator: " and ")) left in this minute") }
        if key.waiting > 0 { facts.append("\(key.waiting) waiting in line") }
        if let firstToken = key.firstToken, let answer = key.answer {
            facts.append("lately \(firstToken.shortText) to the first token, \(answer.shortText) to the last")
        }
        return facts
    }

    private func left(of allowance: RateLimitStatus.Allowance?, _ unit: String) -> String? {
        guard let allowance, let remaining = allowance.remaining else { return nil }
        return "\(max(0, remaining))\(allowance.limit.map { " of \($0)" } ?? "") \(unit)"
    }
}
