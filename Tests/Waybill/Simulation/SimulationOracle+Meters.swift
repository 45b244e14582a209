import Waybill

/// What responses tell of limits is kept.
extension SimulationOracle {
    func checkMeters() -> [String] {
        world.meters.keys.flatMap { lane in
            let exchanges = story.exchanges.filter { $0.place.lane == lane }
            return exchanges.enumerated().compactMap { place, exchange in excess(exchange, after: exchanges[..<place]) }
        }
    }

    /// By how much a request goes beyond the latest that was told; `nil`: it does not.
    private func excess(_ exchange: SimulationStory.Exchange, after earlier: ArraySlice<SimulationStory.Exchange>) -> String? {
        // Of several answers the one counts whose request was sent last.
        let heard = earlier.filter { $0.told != nil && $0.headWasRead.map { $0 < exchange.started } ?? false }
        guard let teller = heard.last, let told = teller.told, let head = teller.headWasRead, let meter = world.meters[exchange.place.lane],
            head.time < exchange.started.time
        else { return nil }
        // What was sent before anything was told of a limit could not be held back; its own response tells of it.
        let known = earlier.compactMap { $0.told == nil ? nil : $0.headWasRead }.min() ?? head
        let sent = earlier.count { $0.started > teller.started && $0.started > known } + 1
        // What was missing comes back evenly in a minute, or as what was sent here a minute ago: before the request of that response, since a
        // server counts when a request comes, not when its response is read.
        let missing = meter.requestsPerMinute - told
        let passed = min(exchange.started.time - head.time, .seconds(60))
        let evenly = Int((Double(missing) * (passed / .seconds(60))).rounded(.up))
        let counted = teller.started.time - Self.longestMinute
        let ours = earlier.count { counted <= $0.started.time && $0.started.time + .seconds(60) <= exchange.started.time }
        guard sent > told + evenly + ours else { return nil }
        return "\(exchange.model) was sent \(sent) requests after it had told that \(told) of \(meter.requestsPerMinute) are left"
    }
}
