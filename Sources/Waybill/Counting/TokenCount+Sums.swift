import WaybillInterchange

extension TokenCount {
    /// This count and another of the same tokenizer together, as certain as the less certain of the two.
    func adding(_ other: TokenCount) -> TokenCount {
        let highest = sureRange.flatMap { own in other.sureRange.map { own.upperBound + $0.upperBound } }
        let certainty = certainty.weakened(by: other.certainty)
        let least = least + other.least
        return TokenCount(
            tokens + other.tokens, certainty, tokenizer: tokenizer,
            bounds: certainty == .estimated ? highest.map { least...max(least, $0) } : nil, atLeast: least, reason: reason ?? other.reason)
    }

    /// The count, where up to so many tokens more or fewer may be unseen.
    func widened(by tokens: Int, _ reason: String) -> TokenCount {
        adding(TokenCount(0, .bounded(tokens), tokenizer: tokenizer, reason: reason))
    }

    /// The count as an estimate: there may be any number of tokens more.
    func estimated(_ reason: String) -> TokenCount {
        TokenCount(tokens, .estimated, tokenizer: tokenizer, atLeast: least, reason: self.reason ?? reason)
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
