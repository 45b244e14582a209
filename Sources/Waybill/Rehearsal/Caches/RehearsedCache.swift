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

    /// A place up to which a prompt is kept.
    private struct Entry {
        /// From when on it can be read: once the answer began.
        var readable: Duration
        /// When it was last written, or read where that renews it.
        var used: Duration
    }

    private struct Place: Hashable {
        var scope: Scope
        /// Which machine: one takes so many requests a minute, and what is beyond goes to the next.
        var machine: Int
        var chain: PromptChain
    }

    /// How many places are kept; when there are more, the server is taken to have been started anew.
    private static let limit = 65_536
    /// How many earlier messages' ends are looked up.
    private static let lookback = 20
    /// How many breakpoints of a request are written.
    private static let mostWrites = 4

    private let rules: CacheRules
    private var entries: [Place: Entry] = [:]
    private var requests: [Scope: [Duration]] = [:]

    init(_ rules: CacheRules) { self.rules = rules }

    /// Takes a request: what it reads and what is written of it.
    ///
    /// - Parameters:
    ///   - mode: The request's own word on breakpoints.
    ///   - answered: When its answer begins.
    mutating func take(
        _ prompt: PromptPieces, _ scope: Scope, mode: CacheBreakpointMode?, at now: Duration, answered: Duration
    ) -> Use {
        if entries.count > Self.limit { entries.removeAll() }
        let machine = machine(for: scope, at: now)
        func place(_ piece: PromptPieces.Piece) -> Place { Place(scope: scope, machine: machine, chain: piece.chain) }
        switch rules.boundaries {
        case .nowhere: return Use()
        case .steps(let step):
            let shared = prompt.pieces.prefix { isReadable(place($0), at: now) }.last?.end ?? 0
            // At least the last token is always worked out anew.
            let read = min(shared, prompt.total - 1) / step * step
            for piece in prompt.pieces { keep(place(piece), at: now, answered: answered) }
            return Use(cached: read >= max(1, rules.minimum) ? read : 0)
        case .breakpoints:
            let boundaries = Boundaries(prompt, mode: mode, minimum: rules.minimum)
            let read = boundaries.lookedUp.last { isReadable(place($0), at: now) }?.end ?? 0
            for piece in boundaries.lookedUp where piece.end <= read && isReadable(place(piece), at: now) {
                keep(place(piece), at: now, answered: now)
            }
            for piece in boundaries.written { keep(place(piece), at: now, answered: answered) }
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

    private func isReadable(_ place: Place, at now: Duration) -> Bool {
        guard let entry = entries[place], entry.readable <= now else { return false }
        return rules.lifetime.map { now - entry.used < $0 } ?? true
    }

    private mutating func keep(_ place: Place, at now: Duration, answered: Duration) {
        guard isKept(place, at: now) else {
            entries[place] = Entry(readable: answered, used: now)
            return
        }
        if rules.renews { entries[place]?.used = now }
        // Two requests at a time: what the first brought can be read as soon as either answers.
        if let readable = entries[place]?.readable { entries[place]?.readable = min(readable, answered) }
    }

    private func isKept(_ place: Place, at now: Duration) -> Bool {
        guard let entry = entries[place] else { return false }
        return rules.lifetime.map { now - entry.used < $0 } ?? true
    }

    /// Which machine a request comes to.
    private mutating func machine(for scope: Scope, at now: Duration) -> Int {
        guard let most = rules.requestsPerKey else { return 0 }
        let recent = (requests[scope] ?? []).filter { now - $0 < .seconds(60) }
        requests[scope] = recent + [now]
        return recent.count / most
    }
}
