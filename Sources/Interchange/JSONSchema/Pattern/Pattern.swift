/// A regular expression that is matched in time linear in the text, whatever the pattern.
///
/// It is a list of steps that are all followed at once, so that no way through it is ever tried twice at the same place.
struct Pattern: Sendable {
    /// One step.
    enum Step: Sendable {
        /// Takes a scalar out of a set and goes on with the next step.
        case one(ScalarSet)
        /// Goes on with the next step if the place is right.
        case assertion(PatternAssertion)
        /// Goes on with both.
        case both(Int, Int)
        /// Goes on elsewhere.
        case jump(Int)
        /// The pattern is found.
        case found
    }

    private static let mostSteps = 2_000

    private(set) var steps: [Step] = []

    /// Makes a pattern ready; `nil` where it is none, too large, or asks for what cannot be matched in linear time.
    init?(_ text: String) {
        var parser = PatternParser(text)
        do throws(PatternParser.Unsupported) {
            append(try parser.parse())
        } catch {
            return nil
        }
        steps.append(.found)
        guard steps.count <= Self.mostSteps else { return nil }
    }

    /// Whether the pattern is found anywhere in a text.
    ///
    /// - Parameter effort: What the search may still cost; every step that is followed takes one.
    /// - Returns: `nil` where the effort did not suffice.
    func isFound(in text: String, effort: inout Int) -> Bool? {
        var search = PatternSearch(self)
        return search.run(text, effort: &effort)
    }

    private mutating func append(_ syntax: PatternSyntax) {
        // One step too many is enough to know that the pattern is too large.
        guard steps.count <= Self.mostSteps else { return }
        switch syntax {
        case .one(let set): steps.append(.one(set))
        case .assertion(let assertion): steps.append(.assertion(assertion))
        case .sequence(let parts): for part in parts { append(part) }
        case .choice(let branches): append(choice: branches[...])
        case .repeated(let part, let least, let most): append(part, least: least, most: most)
        }
    }

    private mutating func append(choice branches: ArraySlice<PatternSyntax>) {
        var exits: [Int] = []
        for (index, branch) in branches.enumerated() {
            guard index < branches.count - 1 else {
                append(branch)
                break
            }
            let fork = steps.count
            steps.append(.jump(0))
            append(branch)
            exits.append(steps.count)
            steps.append(.jump(0))
            steps[fork] = .both(fork + 1, steps.count)
        }
        for exit in exits { steps[exit] = .jump(steps.count) }
    }

    private mutating func append(_ part: PatternSyntax, least: Int, most: Int?) {
        for _ in 0..<least {
            let before = steps.count
            append(part)
            // What takes no step takes none however often it is repeated.
            if steps.count == before { return }
        }
        guard let most else { return appendLoop(part) }
        for _ in least..<most {
            let fork = steps.count
            steps.append(.jump(0))
            append(part)
            steps[fork] = .both(fork + 1, steps.count)
            guard steps.count > fork + 1, steps.count <= Self.mostSteps else { return }
        }
    }

    private mutating func appendLoop(_ part: PatternSyntax) {
        let fork = steps.count
        steps.append(.jump(0))
        append(part)
        steps.append(.jump(fork))
        steps[fork] = .both(fork + 1, steps.count)
    }
}

/// One search for a pattern.
private struct PatternSearch {
    private let steps: [Pattern.Step]
    /// The steps that wait for the next scalar.
    private var current: [Int] = []
    /// For every step, the last place in the text where it was come to, counted from 1.
    private var seen: [Int]
    private var pending: [Int] = []
    private var place = 0
    private var previous: Unicode.Scalar?
    private var following: Unicode.Scalar?

    init(_ pattern: Pattern) {
        steps = pattern.steps
        seen = Array(repeating: 0, count: pattern.steps.count)
    }

    mutating func run(_ text: String, effort: inout Int) -> Bool? {
        var scalars = text.unicodeScalars.makeIterator()
        var arriving: [Int] = []
        following = scalars.next()
        while true {
            place += 1
            arriving.append(0)
            current.removeAll(keepingCapacity: true)
            for step in arriving where reach(step, &effort) { return true }
            guard effort > 0 else { return nil }
            guard let scalar = following else { return false }
            arriving.removeAll(keepingCapacity: true)
            for step in current {
                if case .one(let set) = steps[step], set.contains(scalar.value) { arriving.append(step + 1) }
            }
            previous = scalar
            following = scalars.next()
        }
    }

    /// Follows all steps that take no scalar; whether the pattern is found.
    private mutating func reach(_ step: Int, _ effort: inout Int) -> Bool {
        pending.append(step)
        while let step = pending.popLast() {
            guard seen[step] != place else { continue }
            seen[step] = place
            effort -= 1
            switch steps[step] {
            case .one: current.append(step)
            case .assertion(let assertion): if holds(assertion) { pending.append(step + 1) }
            case .both(let first, let second): pending += [second, first]
            case .jump(let target): pending.append(target)
            case .found: return true
            }
        }
        return false
    }

    private func holds(_ assertion: PatternAssertion) -> Bool {
        switch assertion {
        case .start: previous == nil
        case .end: following == nil
        case .wordBoundary: isWord(previous) != isWord(following)
        case .noWordBoundary: isWord(previous) == isWord(following)
        }
    }

    private func isWord(_ scalar: Unicode.Scalar?) -> Bool { scalar.map { ScalarSet.word.contains($0.value) } ?? false }
}
