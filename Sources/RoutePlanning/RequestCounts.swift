package import WaybillInterchange
import WaybillTokenCounting

/// The input tokens of one request, by each counter of a planner that was asked so far.
///
/// Rules, candidates and caches may all ask: what one of them had counted is there for the others.
public struct RequestCounts: Sendable {
    /// By the places of the counters.
    fileprivate var known: [RequestCount?] = []

    /// Nothing is counted yet.
    public init() {}

    /// The tokens of a request, counted once for all candidates that count alike.
    mutating func count(_ request: PreparedRequest, for facts: CandidateFacts, by counters: [RequestCounter]) -> RequestCount {
        let place = facts.counter
        if place < known.count, let count = known[place] { return count }
        let counter = counters[place]
        let count = counter.count(request, for: facts.name)
        guard !counter.dependsOnReader(request) else { return count }
        if known.count < counters.count { known += repeatElement(nil, count: counters.count - known.count) }
        known[place] = count
        return count
    }
}

extension RoutePlanner {
    /// The input tokens of a request that is not there any more, as they were counted while it was.
    ///
    /// What no such tokenizer counted then is taken for as long as another counted it, and marked as an estimate.
    ///
    /// - Parameter recorded: Its tokens by several tokenizers; not empty.
    package func counts(recorded: [TokenCount]) -> RequestCounts {
        var counts = RequestCounts()
        let nearest = recorded.first { $0.certainty == .exact } ?? recorded[0]
        counts.known = counters.map { counter in
            let name = counter.tokenizerName
            if let count = recorded.first(where: { $0.tokenizer == name }) { return RequestCount(total: count) }
            return RequestCount(
                total: TokenCount(nearest.tokens, .estimated, tokenizer: name, reason: "it was counted by \(nearest.tokenizer) alone"))
        }
        return counts
    }

    /// The input tokens of a request for all candidates of a branch.
    package func counts(of request: PreparedRequest, for branch: RouteBranch) -> RequestCounts {
        var counts = RequestCounts()
        for facts in branch.candidates { _ = counts.count(request, for: facts, by: counters) }
        return counts
    }
}
