import WaybillInterchange
import WaybillRoutes

extension RoutePlanner {
    /// The places of candidates in the order in which their route prefers them, and why at each; whether they can serve plays a part only where
    /// one is explored.
    ///
    /// - Parameters:
    ///   - outcomes: What became of the workload's calls at each.
    ///   - key: The request's.
    /// - Returns: `nil` where they are preferred as they stand.
    func preference(
        of branch: RouteBranch, among candidates: inout [PlannedCandidate], _ outcomes: [ModelName: CandidateOutcomes], key: UInt64
    ) -> [Int]? {
        let facts = branch.candidates
        switch branch.route.choice {
        case .inOrder: return nil
        case .cheapest:
            for place in candidates.indices { candidates[place].preference = .cost(candidates[place].cost?.expected) }
            // Of equals the first in the file.
            return candidates.indices.sorted { left, right in
                guard let cost = candidates[left].cost?.expected, let other = candidates[right].cost?.expected, cost != other else {
                    let (isKnown, isOtherKnown) = (candidates[left].cost != nil, candidates[right].cost != nil)
                    return isKnown == isOtherKnown ? left < right : isKnown
                }
                return cost < other
            }
        case .fastest: return fastest(of: branch, among: &candidates, outcomes, key: key)
        case .weighted:
            let total = facts.reduce(0) { $0 + $1.draw.weight }
            for place in candidates.indices { candidates[place].preference = .weight(facts[place].draw.weight, of: total) }
            let lots = facts.map { $0.draw.lot(for: key) }
            return candidates.indices.sorted { lots[$0] == lots[$1] ? $0 < $1 : lots[$0] < lots[$1] }
        }
    }

    /// The places by expected times, those without one last; where the request explores, the explored one first.
    private func fastest(
        of branch: RouteBranch, among candidates: inout [PlannedCandidate], _ outcomes: [ModelName: CandidateOutcomes], key: UInt64
    ) -> [Int] {
        let times = candidates.map { outcomes[$0.model]?.expectedTime(outputTokens: $0.expectedOutput.tokens, after: $0.wait) }
        let totals = times.map { $0?.total }
        // Of equals the first in the file.
        var places = candidates.indices.sorted { left, right in
            guard let time = totals[left], let other = totals[right] else {
                return totals[left] == nil && totals[right] == nil ? left < right : totals[left] != nil
            }
            return time == other ? left < right : time < other
        }
        for place in places { candidates[place].preference = .time(times[place]) }
        let able = places.filter { candidates[$0].verdict.reason == nil && !candidates[$0].mayNotFit }
            .map { place in
                (place: place, recentCalls: outcomes[candidates[place].model]?.recentCalls ?? 0, isTimed: times[place] != nil)
            }
        if let exploration = branch.exploration, let explored = exploration.pick(for: key, among: able) {
            candidates[explored].preference = .explored(exploration.share, times[explored])
            places.removeAll { $0 == explored }
            places.insert(explored, at: 0)
        }
        return places
    }
}

extension [PlannedCandidate] {
    /// Puts the elements of these places, which are all of them, in this order, copying none: they are large.
    mutating func arrange(_ places: [Int]) {
        var sources = places
        for start in sources.indices {
            var place = start
            while sources[place] != start {
                let source = sources[place]
                swapAt(place, source)
                sources[place] = place
                place = source
            }
            sources[place] = place
        }
    }
}
