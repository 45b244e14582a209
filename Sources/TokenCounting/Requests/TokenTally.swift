import WaybillInterchange

/// Adds counts up: the sum is as certain as the least certain of them.
struct TokenTally {
    private var tokens = 0
    /// The sum of what bounded counts may differ by.
    private var slack = 0
    private var isEstimated = false
    /// What the sum is surely no less than, and no more; `nil` from the first estimate on of whose high end nothing can be promised.
    private var least = 0
    private var highest: Int? = 0
    /// The reason of the part that makes the sum the most uncertain.
    private var reason: String?
    /// How much that is: an estimate weighs more than any bounded count.
    private var weight = (isEstimate: false, size: 0)

    /// Whether nothing is in it and nothing may be.
    var isEmpty: Bool { tokens == 0 && slack == 0 && !isEstimated }

    mutating func add(_ count: TokenCount) {
        tokens += count.tokens
        least += count.least
        highest = add(highest, count.sureRange?.upperBound)
        switch count.certainty {
        case .exact: return
        case .bounded(let bound):
            slack += bound
            explain(count.reason, (false, bound))
        case .estimated:
            isEstimated = true
            explain(count.reason, (true, count.tokens))
        }
    }

    mutating func add(_ other: TokenTally) {
        tokens += other.tokens
        slack += other.slack
        isEstimated = isEstimated || other.isEstimated
        least += other.least
        highest = add(highest, other.highest)
        explain(other.reason, other.weight)
    }

    /// Adds tokens that are certain.
    mutating func add(_ exact: Int) {
        tokens += exact
        least += exact
        highest = add(highest, exact)
    }

    func count(_ tokenizer: String) -> TokenCount {
        if isEstimated {
            let bounds = highest.map { least...max(least, $0) }
            return TokenCount(tokens, .estimated, tokenizer: tokenizer, bounds: bounds, atLeast: least, reason: reason)
        }
        return slack == 0
            ? TokenCount(tokens, .exact, tokenizer: tokenizer) : TokenCount(tokens, .bounded(slack), tokenizer: tokenizer, reason: reason)
    }

    private func add(_ sum: Int?, _ more: Int?) -> Int? {
        sum.flatMap { sum in more.map { sum + $0 } }
    }

    private mutating func explain(_ reason: String?, _ weight: (isEstimate: Bool, size: Int)) {
        guard let reason else { return }
        if self.reason == nil || weight > self.weight {
            self.reason = reason
            self.weight = weight
        }
    }
}

private func > (left: (isEstimate: Bool, size: Int), right: (isEstimate: Bool, size: Int)) -> Bool {
    left.isEstimate == right.isEstimate ? left.size > right.size : left.isEstimate
}
