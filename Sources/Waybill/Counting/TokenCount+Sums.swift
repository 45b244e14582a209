import WaybillInterchange

extension TokenCount {
    /// This count and another of the same tokenizer together, as certain as the less certain of the two.
    func adding(_ other: TokenCount) -> TokenCount {
        var sum = self
        sum.tokens += other.tokens
        sum.certainty = certainty.weakened(by: other.certainty)
        sum.reason = reason ?? other.reason
        sum.bounds = nil
        if sum.certainty == .estimated, let own = sureRange, let more = other.sureRange {
            sum.bounds = own.lowerBound + more.lowerBound...own.upperBound + more.upperBound
        }
        return sum
    }

    /// The count, where up to so many tokens more or fewer may be unseen.
    func widened(by tokens: Int, _ reason: String) -> TokenCount {
        adding(TokenCount(0, .bounded(tokens), tokenizer: tokenizer, reason: reason))
    }

    /// The count as an estimate to which nothing can be promised, but that there are no fewer than what is surely there.
    func estimated(_ reason: String) -> TokenCount {
        TokenCount(tokens, .estimated, tokenizer: tokenizer, reason: self.reason ?? reason)
    }
}

extension CountCertainty {
    fileprivate func weakened(by other: CountCertainty) -> CountCertainty {
        switch (self, other) {
        case (.estimated, _), (_, .estimated): .estimated
        case (.bounded(let own), .bounded(let more)): .bounded(own + more)
        case (.bounded(let bound), .exact), (.exact, .bounded(let bound)): .bounded(bound)
        case (.exact, .exact): .exact
        }
    }
}
