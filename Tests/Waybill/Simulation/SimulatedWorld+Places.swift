import Waybill

extension SimulatedWorld {
    /// One key's way to a model, told by what a server knows it by: numbers, so that many are quickly compared.
    struct Place: Hashable, Sendable {
        /// Whom the limits on rates hold, and whom a server asks for time.
        struct Lane: Hashable, Sendable {
            let account: Int
            let model: String
        }

        /// What falls ill and gets well again.
        struct Way: Hashable, Sendable {
            let key: Int
            let model: String
        }

        let server: Int
        /// A key at a server; none is one too.
        let key: Int
        let account: Int
        let model: String
        /// The key's name; `nil`: none is needed.
        let name: String?

        var lane: Lane { Lane(account: account, model: model) }
        var way: Way { Way(key: key, model: model) }
    }

    /// Gives numbers to servers, keys and accounts.
    mutating func addPlaces() {
        var servers: [String] = []
        var keys: [String] = []
        var accounts: [String] = []
        func number(_ name: String, _ known: inout [String]) -> Int {
            if let place = known.firstIndex(of: name) { return place }
            known.append(name)
            return known.count - 1
        }
        for provider in providers {
            let server = number(provider.baseURL, &servers)
            let names = provider.credentials.isEmpty ? [nil] : provider.credentials.map { Optional($0.name) }
            let numbered = names.map { name in
                let key = number("\(provider.baseURL) \(name ?? "")", &keys)
                return (name, key, number(provider.account ?? "key \(key)", &accounts))
            }
            for model in provider.models {
                places[ModelName(provider: provider.name, id: model.id)] = numbered.map { name, key, account in
                    Place(server: server, key: key, account: account, model: model.id, name: name)
                }
            }
        }
        for candidate in route.candidates {
            guard let provider = provider(of: candidate.model) else { continue }
            for place in places(of: candidate.model) {
                // Of several that share an account, the smallest limit holds.
                var limits = limits[place.lane] ?? RateLimits()
                if let requests = provider.rateLimits.requestsPerMinute {
                    limits.requestsPerMinute = min(requests, limits.requestsPerMinute ?? .max)
                }
                if let tokens = provider.rateLimits.tokensPerMinute { limits.tokensPerMinute = min(tokens, limits.tokensPerMinute ?? .max) }
                self.limits[place.lane] = limits
            }
        }
        for provider in providers {
            guard let slots = provider.concurrency, let server = servers.firstIndex(of: provider.baseURL) else { continue }
            self.slots[server] = min(slots, self.slots[server] ?? .max)
        }
    }

    /// The ways to a model, in the order in which its keys are preferred.
    func places(of model: ModelName) -> [Place] { places[model] ?? [] }

    /// Whether a model's requests take slots of their server.
    func takesSlots(_ model: ModelName) -> Bool { provider(of: model)?.concurrency != nil }

    /// Whether anything but its health can hold a request to a model back.
    func isLimited(_ model: ModelName) -> Bool {
        takesSlots(model) || places(of: model).contains { meters[$0.lane] != nil || limits[$0.lane].map { $0 != RateLimits() } ?? false }
    }
}
