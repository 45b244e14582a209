import Waybill

/// What a server asks for is waited out at the same model, where that is short: exactly so long, and a little for the spread.
extension SimulationOracle {
    func checkWaits(_ seen: SeenCall) -> [String] {
        seen.exchanges.indices.compactMap { number in
            let exchange = seen.exchanges[number]
            guard let asked = exchange.fault.retryAfter, let ended = exchange.ended,
                isWaitedOut(exchange, asked: asked, ended: ended, after: seen.exchanges[...number], seen)
            else { return nil }
            guard let next = seen.exchanges.dropFirst(number + 1).first, next.model == exchange.model else {
                return "attempt \(number + 1) asked for \(asked.shortText), which was not waited out"
            }
            let waited = next.started.time - ended.time
            guard waited < asked || waited > asked + min(asked / 10, Self.longestSpread) else { return nil }
            return "attempt \(number + 1) asked for \(asked.shortText), and \(waited.shortText) was waited"
        }
    }

    /// Whether nothing excuses anything else: the wait is within patience, the model may be asked again, and nobody else has had a say.
    private func isWaitedOut(
        _ exchange: SimulationStory.Exchange, asked: Duration, ended: SimulationStory.Moment,
        after earlier: ArraySlice<SimulationStory.Exchange>, _ seen: SeenCall
    ) -> Bool {
        let wait = asked + Self.longestSpread
        let ways = world.places(of: exchange.model)
        guard exchange.cameToItsEnd, !seen.wasGivenUp, !hasRival(exchange, at: ended),
            wait < min(seen.settings.patience ?? .seconds(5), seen.deadline - ended.time),
            (seen.settings.attemptsPerCall ?? 6) - earlier.count >= world.route.candidates.count,
            earlier.count(where: { $0.model == exchange.model }) < seen.settings.attempts ?? 2,
            earlier.allSatisfy({ !$0.fault.breaksOff && !$0.fault.isAnswer }), Set(ways.map(\.account)).count == 1
        else { return false }
        if exchange.fault.saysModelIsIll, world.route.settings.breaker.map({ $0 != .off }) ?? false { return false }
        // Another's failure may have closed the model meanwhile, or another's wait hold it closed for longer.
        let end = SimulationStory.Moment(time: ended.time + wait, order: .max)
        return !world.isLimited(exchange.model)
            && ways.allSatisfy { way in
                !mayLackKey(way, Span(seen.call.began, end))
                    && (!mayBeIll(way, Span(seen.call.began, end)) || exchange.fault.saysModelIsIll)
                    && !story.exchanges.contains { other in
                        other.place.lane == way.lane && other.started != exchange.started && other.started < end
                            && other.fault.retryAfter != nil
                    }
            }
    }
}
