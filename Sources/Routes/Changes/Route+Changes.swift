import WaybillInterchange

extension Route {
    /// What differs from an older version of the same route.
    ///
    /// What changed with the defaults alone is theirs to say, so that one line there is not repeated for every workload.
    func changes(from old: Route, defaults: (old: RouteSettings, new: RouteSettings)) -> [RouteChange] {
        candidateChanges(from: old.candidates) + settingChanges(from: old, defaults) + RouteFact.changes(from: old.facts, to: facts)
            + candidates.flatMap { candidate in
                let before = old.candidates.first { $0.model == candidate.model }
                return before.map { RouteFact.changes(from: $0.facts, to: candidate.facts, of: candidate.model) } ?? []
            }
    }

    private func settingChanges(from old: Route, _ defaults: (old: RouteSettings, new: RouteSettings)) -> [RouteChange] {
        let own = RouteFact.changes(from: old.settings.facts, to: settings.facts).compactMap(\.key)
        let inForce = RouteFact.changes(
            from: old.settings.overriding(defaults.old).facts, to: settings.overriding(defaults.new).facts)
        return inForce.filter { $0.key.map(own.contains) ?? false }
    }

    private func candidateChanges(from old: [Candidate]) -> [RouteChange] {
        let (before, after) = (old.map(\.model), candidates.map(\.model))
        let gone = before.filter { !after.contains($0) }.map(RouteChange.candidateRemoved)
        let stayed = after.filter(before.contains)
        let steady = stayed.longestRise { before.firstIndex(of: $0) ?? 0 }
        let moved = stayed.indices.filter { !steady.contains($0) }
            .map { place in
                RouteChange.candidateMoved(stayed[place], before: place + 1 < stayed.count ? stayed[place + 1] : nil)
            }
        let added = after.indices.filter { !before.contains(after[$0]) }
            .map { place in RouteChange.candidateAdded(after[place], after: place > 0 ? after[place - 1] : nil) }
        return gone + moved + added
    }
}

extension RouteChange {
    /// The key of a value that changed.
    fileprivate var key: String? {
        switch self {
        case .value(let key, _, _, _), .hidden(let key, _): key
        default: nil
        }
    }
}

extension Array {
    /// The places of a longest run of elements, not necessarily neighbours, that are in rising order: all others were moved.
    fileprivate func longestRise(by rank: (Element) -> Int) -> Set<Int> {
        let ranks = map(rank)
        // The longest rise that ends at each place, and the place before it therein.
        var lengths = [Int](repeating: 1, count: count)
        var previous = [Int?](repeating: nil, count: count)
        for end in indices {
            for start in 0..<end where ranks[start] < ranks[end] && lengths[start] + 1 > lengths[end] {
                lengths[end] = lengths[start] + 1
                previous[end] = start
            }
        }
        var places: Set<Int> = []
        // Of two neighbours that changed places, the one that was first stays, and the other was moved before it.
        var place = indices.max { (lengths[$0], ranks[$1]) < (lengths[$1], ranks[$0]) }
        while let current = place {
            places.insert(current)
            place = previous[current]
        }
        return places
    }
}
