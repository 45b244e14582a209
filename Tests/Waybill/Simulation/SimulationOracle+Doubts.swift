import Waybill

/// What may have stood against a way: where nothing did, nothing excuses passing it by.
///
/// All of it is generous: it holds whatever the router can have known, and more.
extension SimulationOracle {
    /// A stretch of a run.
    struct Span {
        let from: SimulationStory.Moment
        let to: SimulationStory.Moment

        init(_ from: SimulationStory.Moment, _ to: SimulationStory.Moment) {
            self.from = from
            self.to = to
        }

        init(_ moment: SimulationStory.Moment) { self.init(moment, moment) }
    }

    /// Whether a model may have been closed, by whatever key, at some moment of a stretch.
    func mayBeDown(_ model: ModelName, _ span: Span) -> Bool { world.places(of: model).allSatisfy { mayBeDown($0, span) } }

    /// Whether a way may have been closed at some moment of a stretch.
    func mayBeDown(_ place: SimulatedWorld.Place, _ span: Span) -> Bool {
        mayLackKey(place, span) || mayBePaused(place, span) || mayBeIll(place, span)
    }

    /// Whether a way's key may have been down.
    func mayLackKey(_ place: SimulatedWorld.Place, _ span: Span) -> Bool {
        let refusals = story.exchanges.compactMap { $0.place.key == place.key ? refusalEnd($0) : nil }.filter { $0 < span.to }
        guard let last = refusals.max() else { return false }
        // Twice as long each time, from two seconds; and then another's probe may be under way.
        let isProbed = story.exchanges.contains { exchange in
            exchange.place.key == place.key && exchange.started < span.to && exchange.started > last
                && (exchange.over.map { $0 > span.from } ?? true)
        }
        let longest = min(Self.longestKeyTime, .seconds(2) * (1 << min(refusals.count - 1, 10)))
        return isProbed || last.time + longest >= span.from.time
    }

    /// Whether all of a model's keys may have been down.
    func mayLackKey(_ model: ModelName, at moment: SimulationStory.Moment) -> Bool {
        world.places(of: model).allSatisfy { mayLackKey($0, Span(moment)) }
    }

    /// Whether a server may have asked for time.
    func mayBePaused(_ place: SimulatedWorld.Place, _ span: Span) -> Bool {
        story.exchanges.contains { exchange in
            guard exchange.place.lane == place.lane, let pause = exchange.fault.retryAfter, exchange.started < span.to else { return false }
            return exchange.over.map { $0.time + pause + Self.longestSpread > span.from.time } ?? true
        }
    }

    /// Whether a breaker may have been open, or a probe under way.
    func mayBeIll(_ place: SimulatedWorld.Place, _ span: Span) -> Bool {
        let failures = story.exchanges.filter { $0.place.way == place.way && $0.started < span.to && looksIll($0) }
        guard !failures.isEmpty else { return false }
        return failures.contains { ($0.over?.time ?? .zero) + breakerCap >= span.from.time }
            || story.exchanges.contains { exchange in
                exchange.place.way == place.way && exchange.started < span.to && exchange.over.map { $0 >= span.from } ?? true
            }
    }

    /// Whether limits or slots may have held a request to a model back, by whatever key.
    func mayBeFull(_ model: ModelName, _ span: Span) -> Bool {
        world.isLimited(model) && world.places(of: model).allSatisfy { mayBeFull(model, $0, span) }
    }

    /// Whether the limits of a way, or its server's slots, may have been used up, if all calls under way wanted them at once.
    func mayBeFull(_ model: ModelName, _ place: SimulatedWorld.Place, _ span: Span) -> Bool {
        // What a server counts by itself, the files need not say.
        if world.meters[place.lane] != nil { return true }
        let rivals = story.calls.values.count { $0.began <= span.to && $0.ended.map { $0 > span.from } ?? true }
        if world.takesSlots(model), let slots = world.slots[place.server] {
            let taken = story.exchanges.count { exchange in
                exchange.place.server == place.server && world.takesSlots(exchange.model) && exchange.started < span.to
                    && exchange.over.map { $0 > span.from } ?? true
            }
            if taken + rivals > slots { return true }
        }
        guard let limits = world.limits[place.lane], limits != RateLimits() else { return false }
        let recent = story.exchanges.filter {
            $0.place.lane == place.lane && $0.started < span.to && $0.started.time > span.from.time - Self.longestMinute
        }
        if let requests = limits.requestsPerMinute, recent.count + rivals > requests { return true }
        guard let tokens = limits.tokensPerMinute else { return false }
        let used = recent.reduce(0) { $0 + mostTokens($1, at: span.from) }
        return used + rivals * mostReserved > tokens
    }

    /// How long a key is down at the most, once it was refused.
    static let longestKeyTime = Duration.seconds(300)
    /// How much longer than it must be a wait may be made.
    static let longestSpread = Duration.milliseconds(250)
    /// For how long at the most a request counts against a limit of a minute.
    static let longestMinute = Duration.milliseconds(60_250)
}
