import Waybill

/// A refused key is used by nobody before its time, and for no longer than that may its provider be passed by.
extension SimulationOracle {
    /// How long a key is down at the least, once it was refused.
    private static let shortestTime = Duration.milliseconds(1_600)

    func checkKeys() -> [String] {
        story.exchanges.flatMap { refused in
            guard let ended = refusalEnd(refused), !wasKnown(refused) else { return [String]() }
            return story.exchanges
                .filter {
                    $0.place.key == refused.place.key && $0.started > ended && $0.started.time < ended.time + Self.shortestTime
                }
                .map { "\($0.model) was asked with a key \(($0.started.time - ended.time).shortText) after it was refused" }
        }
    }

    /// Whether the key was refused another request while this one was under way: its own refusal says nothing new then.
    private func wasKnown(_ refused: SimulationStory.Exchange) -> Bool {
        story.exchanges.contains { other in
            guard other.place.key == refused.place.key, let ended = refusalEnd(other), let own = refused.ended else { return false }
            return ended > refused.started && ended < own
        }
    }

    /// When a key's refusal was told; `nil`: it was not, or it was another's fault.
    func refusalEnd(_ exchange: SimulationStory.Exchange) -> SimulationStory.Moment? {
        exchange.fault.forbids == .key && exchange.cameToItsEnd ? exchange.ended : nil
    }
}
