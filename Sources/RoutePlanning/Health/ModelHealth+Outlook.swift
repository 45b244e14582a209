import WaybillInterchange

extension ModelHealth {
    /// What holds a request to the model back; `nil`: nothing.
    ///
    /// What is missing of a limit is taken to come back evenly: when each part of it was taken is not told.
    var outlook: PaceOutlook? {
        let free = keys.filter { $0.closure == nil }
        let lines = free.compactMap(\.line)
        guard !lines.isEmpty || slotWait > .zero else { return nil }
        // A key without a known limit is free.
        return PaceOutlook(lines: lines.count < free.count ? [] : lines, slotWait: slotWait)
    }
}

extension KeyHealth {
    /// What is left of its limits and waited for; `nil`: it has none.
    fileprivate var line: RateLine? {
        var line = RateLine(requests: requests.flatMap(RateBucket.init), tokens: tokens.flatMap(RateBucket.init))
        line.waitingRequests = waiting
        line.waitingTokens = waitingTokens
        return line.requests == nil && line.tokens == nil ? nil : line
    }
}

extension RateBucket {
    /// A bucket at the moment zero, of which so much is left; `nil` where no limit is said.
    fileprivate init?(_ allowance: RateLimitStatus.Allowance) {
        guard let limit = allowance.limit else { return nil }
        self.init(limit: limit, remaining: allowance.remaining ?? limit, reset: allowance.reset ?? Self.span)
    }
}
