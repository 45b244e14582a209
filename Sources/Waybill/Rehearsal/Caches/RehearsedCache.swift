import WaybillInterchange
import WaybillRoutes

/// The prompt cache of one rehearsed model: what ``CacheRules`` say, done to the prompts that come.
struct RehearsedCache {
    /// What a prompt's cache is kept apart by.
    struct Scope: Hashable {
        /// The account: another's cache is never read.
        var account: String?
        var key: String?
        var salt: String?
        /// The settings that are rendered into a prompt, or keyed with it.
        var settings: JSONValue
        /// What requests are brought to a machine by, beside the key: what their prompts begin with.
        var beginning: PromptChain?
    }

    /// What became of the input of one request.
    struct Use: Hashable {
        var cached = 0
        var written = 0
    }

    private struct Place: Hashable {
        var scope: Scope
        var machine: Int
        var chain: PromptChain
    }

    /// A request whose answer has not begun: only then its prompt is kept.
    private struct Waiting {
        let answered: Duration
        let written: [Place]
        /// Where it could be read, in the prompt's order: what is kept of that is used by the request.
        let lookedUp: [Place]
    }

    /// A request that was taken.
    private struct Taken {
        let moment: Duration
        let machine: Int
    }

    /// How many places are kept; when there are more, the server is taken to have been started anew.
    private static let limit = 65_536
    /// How many earlier messages' ends are looked up.
    private static let lookback = 20
    /// How many breakpoints of a request are written.
    private static let mostWrites = 4

    private let rules: CacheRules
    /// When each place was last written, or read where that renews it.
    private var used: [Place: Duration] = [:]
    private var waiting: [Waiting] = []
    private var taken: [Scope: [Taken]] = [:]

    init(_ rules: CacheRules) { self.rules = rules }

    /// Takes a request: what it reads and what is written of it.
    ///
    /// - Parameters:
    ///   - mode: The request's own word on breakpoints.
    ///   - answered: When its answer begins.
    mutating func take(
        _ prompt: PromptPieces, _ scope: Scope, mode: CacheBreakpointMode?, at now: Duration, answered: Duration
    ) -> Use {
        settle(at: now)
        let machine = machine(for: scope, at: now)
        func place(_ piece: PromptPieces.Piece) -> Place { Place(scope: scope, machine: machine, chain: piece.chain) }
        func wait(_ written: [PromptPieces.Piece], _ lookedUp: [PromptPieces.Piece]) {
            waiting.append(Waiting(answered: answered, written: written.map(place), lookedUp: lookedUp.map(place)))
        }
        switch rules.boundaries {
        case .nowhere: return Use()
        case .steps(let step):
            let shared = prompt.pieces.prefix { isKept(place($0), at: now) }.last?.end ?? 0
            // At least the last token is always worked out anew.
            let read = min(shared, prompt.total - 1) / step * step
            wait(prompt.pieces, [])
            return Use(cached: read >= max(1, rules.minimum) ? read : 0)
        case .breakpoints:
            let boundaries = Boundaries(prompt, mode: mode, minimum: rules.minimum)
            let read = boundaries.lookedUp.last { isKept(place($0), at: now) }?.end ?? 0
            wait(boundaries.written, boundaries.lookedUp)
            return Use(cached: read, written: max(0, (boundaries.written.last?.end ?? 0) - read))
        }
    }

    /// The boundaries of one prompt, each list in the prompt's order.
    private struct Boundaries {
        var written: [PromptPieces.Piece]
        var lookedUp: [PromptPieces.Piece]

        init(_ prompt: PromptPieces, mode: CacheBreakpointMode?, minimum: Int) {
            let long = prompt.pieces.filter { $0.end >= minimum }
            let explicit = long.filter(\.hasBreakpoint)
            guard mode != .explicit else {
                (written, lookedUp) = (Array(explicit.suffix(mostWrites)), explicit)
                return
            }
            let ends = long.filter { $0.endsMessage || $0.endsDeveloperMessages }
            let implicit = ends.suffix(lookback + 1) + long.filter(\.endsDeveloperMessages)
            written = Self.inOrder(explicit.suffix(mostWrites - 1) + ends.suffix(1))
            lookedUp = Self.inOrder(explicit + implicit)
        }

        private static func inOrder(_ pieces: some Sequence<PromptPieces.Piece>) -> [PromptPieces.Piece] {
            pieces.sorted { $0.end < $1.end }
        }
    }

    /// Keeps the prompts whose answers began by now.
    private mutating func settle(at now: Duration) {
        if used.count > Self.limit || taken.count > Self.limit { (used, taken) = ([:], [:]) }
        // Of those that began at one moment the one that was asked first goes first.
        let due = waiting.enumerated().filter { $1.answered <= now }
            .sorted { ($0.element.answered, $0.offset) < ($1.element.answered, $1.offset) }
        for (_, request) in due {
            let read = request.lookedUp.lastIndex { isKept($0, at: request.answered) }
            for place in request.written { use(place, at: request.answered) }
            for place in request.lookedUp.prefix(read.map { $0 + 1 } ?? 0) where isKept(place, at: request.answered) {
                use(place, at: request.answered)
            }
        }
        waiting.removeAll { $0.answered <= now }
    }

    private func isKept(_ place: Place, at now: Duration) -> Bool {
        guard let used = used[place] else { return false }
        return rules.lifetime.map { now - used < $0 } ?? true
    }

    private mutating func use(_ place: Place, at now: Duration) {
        if rules.renews || !isKept(place, at: now) { used[place] = now }
    }

    /// Which machine a request comes to: the first that has not taken as many in the last minute as a key is good for.
    private mutating func machine(for scope: Scope, at now: Duration) -> Int {
        guard let most = rules.requestsPerKey else { return 0 }
        var recent = (taken[scope] ?? []).filter { now - $0.moment < .seconds(60) }
        var machine = 0
        while recent.count(where: { $0.machine == machine }) >= most { machine += 1 }
        recent.append(Taken(moment: now, machine: machine))
        taken[scope] = recent
        return machine
    }
}
