import Waybill

/// A refused key is used by nobody before its time, and for no longer than that may its provider be passed by.
extension SimulationOracle {
    /// How long a key is down at the least, once it was refused.
    private static let shortestTime = Duration.milliseconds(1_600)
    private static let longestTime = Duration.seconds(300)

    func checkKeys() -> [String] {
        story.exchanges.flatMap { refused in
            guard let ended = refusalEnd(refused), !wasKnown(refused) else { return [String]() }
            return story.exchanges
                .filter {
                    key(of: $0.model) == key(of: refused.model) && $0.started > ended
                        && $0.started.time < ended.time + Self.shortestTime
                }
                .map { "\($0.model) was asked with a key \(($0.started.time - ended.time).shortText) after it was refused" }
        }
    }

    /// Whether a model's key may have been down at a moment.
    func mayLackKey(_ model: ModelName, at moment: SimulationStory.Moment) -> Bool {
        let refusals = story.exchanges.filter { key(of: $0.model) == key(of: model) }.compactMap(refusalEnd).filter { $0 < moment }
        guard let last = refusals.max() else { return false }
        // Twice as long each time, from two seconds; and then another's probe may be under way.
        let isProbed = story.exchanges.contains { exchange in
            key(of: exchange.model) == key(of: model) && exchange.started < moment && exchange.started > last
                && (exchange.over.map { $0 > moment } ?? true)
        }
        let longest = min(Self.longestTime, .seconds(2) * (1 << min(refusals.count - 1, 10)))
        return isProbed || last.time + longest >= moment.time
    }

    /// Whether the key was refused another request while this one was under way: its own refusal says nothing new then.
    private func wasKnown(_ refused: SimulationStory.Exchange) -> Bool {
        story.exchanges.contains { other in
            guard let ended = refusalEnd(other), let own = refused.ended else { return false }
            return key(of: other.model) == key(of: refused.model) && ended > refused.started && ended < own
        }
    }

    /// When a key's refusal was told; `nil`: it was not, or it was another's fault.
    private func refusalEnd(_ exchange: SimulationStory.Exchange) -> SimulationStory.Moment? {
        exchange.fault.forbids == .key && exchange.cameToItsEnd ? exchange.ended : nil
    }

    private func key(of model: ModelName) -> String {
        let provider = world.provider(of: model)
        return "\(provider?.baseURL ?? "") \(provider?.credentials.first?.name ?? "-")"
    }
}
