import WaybillInterchange
import WaybillRoutes

extension RoutePlanner {
    /// The places of candidates in the order in which their route prefers them, and why at each; whether they can serve plays no part.
    ///
    /// - Parameter key: The request's.
    /// - Returns: `nil` where they are preferred as they stand.
    func preference(
        _ choice: RouteChoice, among candidates: inout [PlannedCandidate], _ facts: [CandidateFacts], key: UInt64
    ) -> [Int]? {
        switch choice {
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
        case .weighted:
            let total = facts.reduce(0) { $0 + $1.draw.weight }
            for place in candidates.indices { candidates[place].preference = .weight(facts[place].draw.weight, of: total) }
            let lots = facts.map { $0.draw.lot(for: key) }
            return candidates.indices.sorted { lots[$0] == lots[$1] ? $0 < $1 : lots[$0] < lots[$1] }
        }
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
