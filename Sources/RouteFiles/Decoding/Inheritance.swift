import WaybillInterchange
import WaybillRoutes

/// Settings that are taken over from another provider file or workload with `like`.
///
/// The trees are joined before anything is decoded, so that every value keeps the place where it was written.
struct Inheritance {
    /// How members under a key are joined.
    enum Joining {
        /// The own mapping's members go before those of the other.
        case memberByMember
        /// As `memberByMember`, and so are the members' own members; a member `none` leaves the other's out.
        case entryByEntry
    }

    /// How many may take over from each other in a row.
    private static let longestChain = 16

    /// What is inherited, as in "there is no `noun` 'x'".
    let noun: String
    /// Keys that are joined; under all others the own value stands for itself.
    let joined: [String: Joining]
    /// Keys of which each stands for the whole group: an own one drops the other's.
    let exclusive: Set<String>
    /// Keys that are never taken over.
    let own: Set<String>

    /// The members of a provider file.
    static let providers = Inheritance(
        noun: "provider",
        joined: ["models": .entryByEntry, "headers": .memberByMember, "rate_limits": .memberByMember, "fees": .memberByMember],
        exclusive: ["api_key", "api_keys"], own: ["like", "budget"])

    /// The members of a workload.
    static let workloads = Inheritance(
        noun: "workload",
        joined: ["parameters": .memberByMember, "require": .memberByMember, "limits": .memberByMember, "budget": .memberByMember],
        exclusive: [], own: ["like", "description"])

    /// What was found out about one tree.
    struct Outcome {
        /// The tree with what it takes over filled in.
        var tree: YAMLNode
        /// The names it takes over from, nearest first.
        var bases: [String] = []
        /// Whether something it takes over from could not be read, so that what is missing says nothing.
        var isIncomplete = false
    }

    /// Fills in what `name` takes over.
    ///
    /// - Parameters:
    ///   - trees: All trees by name.
    ///   - unreadable: Names that exist but have no tree, since their files could not be read.
    func resolve(_ name: String, in trees: [String: YAMLNode], unreadable: Set<String>, _ reading: Reading) -> Outcome {
        guard let tree = trees[name] else { return Outcome(tree: YAMLNode.nothing, isIncomplete: true) }
        var outcome = Outcome(tree: tree)
        var chain = [name]
        var next = tree
        while let reference = next["like"] {
            guard let base = Shape<String>.word.read(reference, reading) else { return incomplete(outcome) }
            if unreadable.contains(base) { return incomplete(outcome) }
            guard let other = trees[base] else {
                reading.report(ValueFault.likeNobody, nobody(base, among: trees.keys), at: reference.location)
                return incomplete(outcome)
            }
            guard !chain.contains(base) else {
                let circle = (chain + [base]).map { "'\($0)'" }.joined(separator: " is like ")
                // Each member of the circle leads here; it is told once, at the first of them by name.
                if base == name, chain.min() == name {
                    reading.report(ValueFault.likeCircle, "\(circle): that never ends", at: reference.location)
                }
                return incomplete(outcome)
            }
            guard chain.count < Self.longestChain else {
                reading.report(
                    ValueFault.likeTooMany, "more than \(Self.longestChain) of these are like each other in a row", at: reference.location)
                return incomplete(outcome)
            }
            chain.append(base)
            outcome.bases.append(base)
            outcome.tree = join(outcome.tree, with: other)
            next = other
        }
        return outcome
    }

    private func nobody(_ name: String, among names: some Collection<String>) -> DiagnosticMessage {
        let known = names.sorted()
        return DiagnosticMessage("there is no \(noun) \(quoted(name)) to be like")
            .suggesting(
                nearestWord(to: name, among: known.prefix(1_000)), otherwise: known.count > 8 ? nil : "it can be \(alternatives(known))")
    }

    private func incomplete(_ outcome: Outcome) -> Outcome {
        var outcome = outcome
        outcome.isIncomplete = true
        guard let entries = outcome.tree.entries else { return outcome }
        outcome.tree.content = .mapping(
            entries.compactMap { joined[$0.key] == .entryByEntry ? withoutLeavingOut($0) : $0 })
        return outcome
    }

    /// An entry without the members that leave out others, where it is not known whether there are such; `nil` if nothing else was in it.
    private func withoutLeavingOut(_ entry: YAMLEntry) -> YAMLEntry? {
        guard let members = entry.value.entries, !members.isEmpty else { return entry }
        let kept = members.filter { $0.value.scalar != "none" }
        var result = entry
        result.value.content = .mapping(kept)
        return kept.isEmpty ? nil : result
    }

    private func join(_ tree: YAMLNode, with base: YAMLNode) -> YAMLNode {
        guard let entries = tree.entries, let others = base.entries else { return tree }
        var result = tree
        let hasExclusive = entries.contains { exclusive.contains($0.key) }
        let kept = others.filter { !own.contains($0.key) && !(hasExclusive && exclusive.contains($0.key)) }
        result.content = .mapping(joinedEntries(entries, kept) { joined[$0] })
        return result
    }

    /// The other's entries in their order, each with the own one of the same key in its place or joined with it, then the rest of the own.
    private func joinedEntries(_ entries: [YAMLEntry], _ others: [YAMLEntry], _ joining: (String) -> Joining?) -> [YAMLEntry] {
        var mine = Dictionary(entries.map { ($0.key, $0) }) { first, _ in first }
        var result: [YAMLEntry] = []
        for other in others {
            guard var entry = mine.removeValue(forKey: other.key) else {
                result.append(other)
                continue
            }
            switch joining(other.key) {
            case nil: break
            case .memberByMember: entry.value = members(entry.value, other.value, nil)
            case .entryByEntry: entry.value = withoutLeftOut(members(entry.value, other.value, .memberByMember), other.value)
            }
            result.append(entry)
        }
        return result + entries.filter { mine[$0.key] != nil }
    }

    private func members(_ own: YAMLNode, _ other: YAMLNode, _ joining: Joining?) -> YAMLNode {
        guard let entries = own.entries, let others = other.entries else { return own }
        var result = own
        result.content = .mapping(joinedEntries(entries, others) { _ in joining })
        return result
    }

    /// Joined entries but for those of the other that are `none` now.
    ///
    /// Only whole entries can be left out: of a setting, such as a reasoning effort or a retention, `none` is a value like any other.
    private func withoutLeftOut(_ joined: YAMLNode, _ other: YAMLNode) -> YAMLNode {
        guard let entries = joined.entries, let others = other.entries else { return joined }
        var result = joined
        let taken = Set(others.map(\.key))
        result.content = .mapping(entries.filter { !($0.value.scalar == "none" && taken.contains($0.key)) })
        return result
    }
}

extension YAMLNode {
    /// An empty mapping that stands nowhere.
    static let nothing = YAMLNode(content: .mapping([]), location: SourceLocation(file: "", line: 1, column: 1), range: 0..<0, size: 1)
}
