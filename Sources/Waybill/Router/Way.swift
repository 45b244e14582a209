import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

/// One key's way to a model: what it is sent with, and what its health and its limits are kept by.
///
/// A class: each call that takes it refers to it, and nothing of it ever changes.
final class Way: Sendable {
    /// `nil` where the provider needs no key.
    let credential: Credential?
    let health: HealthBook.Key
    let traffic: TrafficWay
    /// Where its prompts are kept.
    let cache: CachePlace
    /// Its place among the ways to its model, from 0.
    let place: Int

    init(credential: Credential?, health: HealthBook.Key, traffic: TrafficWay, cache: CachePlace, place: Int) {
        self.credential = credential
        self.health = health
        self.traffic = traffic
        self.cache = cache
        self.place = place
    }
}

extension Way {
    /// The ways to a model of a provider, in the order in which its keys are preferred.
    ///
    /// - Parameter limits: What the files say of the limits of each lane.
    static func all(of provider: Provider, _ model: Model, limits: LaneLimits) -> [Way] {
        let credentials: [Credential?] = provider.credentials.isEmpty ? [nil] : provider.credentials
        return credentials.enumerated()
            .map { place, credential in
                let lane = Lane.Key(account: Account(of: provider, credential), model: model.id)
                let traffic = TrafficWay(
                    lane: lane, limits: limits.rates[lane] ?? RateLimits(), server: provider.concurrency.map { _ in provider.server },
                    slots: limits.slots[provider.server] ?? .max)
                let health = HealthBook.Key(server: provider.server, credential: credential?.reference, model: model.id)
                return Way(
                    credential: credential, health: health, traffic: traffic, cache: CachePlace(of: provider, credential, model),
                    place: place)
            }
    }
}

extension Account {
    fileprivate init(of provider: Provider, _ credential: Credential?) {
        self = provider.account.map { .named($0) } ?? .key(server: provider.server, credential?.reference)
    }
}

extension CachePlace {
    /// What is sent by another API is rendered otherwise, as far as anybody knows.
    fileprivate init(of provider: Provider, _ credential: Credential?, _ model: Model) {
        self.init(
            server: "\(model.api ?? provider.api) \(provider.server)",
            account: provider.account ?? credential.map { "key \($0.name), \($0.reference)" } ?? "", model: model.id)
    }
}

/// What the files say of limits, by what they are kept by: of several providers that share an account or a server, the smallest holds.
struct LaneLimits: Sendable {
    var rates: [Lane.Key: RateLimits] = [:]
    var slots: [String: Int] = [:]

    /// No limits.
    init() {}

    /// The limits of a table's routes.
    init(_ table: RouteTable) {
        for provider in table.providers.values {
            if let slots = provider.concurrency { self.slots[provider.server] = min(slots, self.slots[provider.server] ?? .max) }
        }
        for route in table.routes {
            for candidate in route.allCandidates {
                guard let (provider, model) = table.facts(of: candidate.model) else { continue }
                let limits = model.rateLimits.overriding(provider.rateLimits)
                for credential in provider.credentials.isEmpty ? [nil] : provider.credentials.map(Optional.some) {
                    let lane = Lane.Key(account: Account(of: provider, credential), model: model.id)
                    rates[lane] = limits.tightened(by: rates[lane] ?? RateLimits())
                }
            }
        }
    }
}

extension RateLimits {
    /// Of each limit the smaller, where both are known.
    fileprivate func tightened(by other: RateLimits) -> RateLimits {
        func smaller(_ one: Int?, _ two: Int?) -> Int? { [one, two].compactMap(\.self).min() }
        return RateLimits(
            requestsPerMinute: smaller(requestsPerMinute, other.requestsPerMinute),
            tokensPerMinute: smaller(tokensPerMinute, other.tokensPerMinute))
    }
}
