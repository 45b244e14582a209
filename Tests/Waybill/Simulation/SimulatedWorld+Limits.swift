import Waybill

/// Pools of keys, accounts, limits, and keys with troubles of their own.
extension SimulatedWorld {
    /// When a key, whatever the model, is answered in a way of its own.
    struct KeyOutage: Sendable {
        let key: Int
        let from: Duration
        let to: Duration
        let fault: SimulatedFault
    }

    /// Gives some providers more keys than one, some of which share an account.
    mutating func addPools(_ random: inout SeededGenerator) {
        for place in providers.indices where !providers[place].credentials.isEmpty {
            if place % 2 == 1, random.chance(30), !providers[place - 1].credentials.isEmpty {
                // The same server and the same keys by its other API.
                providers[place].baseURL = providers[place - 1].baseURL
                providers[place].credentials = providers[place - 1].credentials
                providers[place].account = providers[place - 1].account
                providers[place].api = providers[place - 1].api == .openAIChat ? .openAIResponses : .openAIChat
                continue
            }
            if random.chance(50) {
                for letter in ["b", "c"].prefix(Int.random(in: 1...2, using: &random)) {
                    providers[place].credentials
                        .append(Credential(name: "k\(place)\(letter)", reference: .environment("K\(place)\(letter)")))
                }
            }
            if random.chance(25) { providers[place].account = "a\(Int.random(in: 0...1, using: &random))" }
        }
    }

    /// Limits some providers to so few requests that callers must wait.
    mutating func addLimits(_ random: inout SeededGenerator) {
        route.parameters.maxOutputTokens = Int.random(in: 200...400, using: &random)
        for place in providers.indices {
            if random.chance(45) { providers[place].rateLimits.requestsPerMinute = Int.random(in: 1...8, using: &random) }
            if random.chance(30) { providers[place].rateLimits.tokensPerMinute = Int.random(in: 2...20, using: &random) * 100 }
            if random.chance(35) { providers[place].concurrency = Int.random(in: 1...3, using: &random) }
        }
    }

    /// Lets some keys be refused, or meet limits that nobody told of, for a while.
    mutating func addKeyOutages(_ random: inout SeededGenerator) {
        for key in Set(places.values.joined().map(\.key)).sorted() where random.chance(20) {
            let from = random.duration(upTo: .seconds(10))
            let faults: [SimulatedFault] = [.unauthorized, .outOfFunds, .rateLimited(nil), .rateLimited(.random(&random))]
            keyOutages.append(
                KeyOutage(
                    key: key, from: from, to: from + random.duration(upTo: .seconds(15)), fault: faults.randomElement(using: &random)!))
        }
    }
}
