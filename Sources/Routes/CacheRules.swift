public import WaybillInterchange

/// What a model's prompt cache does, and how it is steered: facts of its provider, or of the server that runs it.
///
/// ## What is kept, and what is read
/// A prompt can be read from where an earlier one was kept: under the same account, model, cache key and salt, with the same settings that are
/// rendered into the prompt (the effort, the verbosity, parallel calls, the form of the answer). It is kept once its answer has begun.
///
/// - ``Boundaries/steps(_:)``: All of a prompt is kept. A later prompt reads what it begins with of any kept one, down to a multiple of the step,
///   and at most all but its last token.
/// - ``Boundaries/breakpoints(_:)``: A prompt is kept up to its breakpoint at the end of the stable part and, in implicit mode, up to the end of
///   its latest message. A later prompt reads the longest of these that ends at a boundary of its own: its breakpoint and, in implicit mode, the
///   end of its latest message, of up to 20 messages before that, and of the developer messages that it begins with. Messages that count are
///   those of users, the last of several results of tools in a row, and the last of the developer messages at the beginning.
///
/// Either way nothing shorter than ``minimum`` is kept or read, and nothing that was neither written nor read for longer than ``lifetime``.
public struct CacheRules: Sendable, Hashable {
    /// Where prefixes that are kept may end.
    public enum Boundaries: Sendable, Hashable {
        /// Nothing is kept.
        case nowhere
        /// After every so many tokens.
        case steps(Int)
        /// At the ends of messages and at the breakpoints that a request sets.
        case breakpoints(CacheBreakpointMode)
    }

    /// What a cache is kept apart by on a server of one's own.
    public enum Salt: String, Sendable, Hashable, CaseIterable {
        /// By the user of the request: nobody can tell from the time of an answer what another asked.
        case user
    }

    /// Where prefixes that are kept may end.
    public var boundaries: Boundaries
    /// The tokens of the shortest prefix that is kept.
    public var minimum: Int
    /// How long a prefix is kept at least; `nil`: not known, as where a server drops what was not used for longest when it needs the room.
    public var lifetime: Duration?
    /// Whether the lifetime begins anew with every read.
    public var renews = true
    /// Whether a cache key is taken, by which requests find the machine that has their prefix.
    public var takesKey = false
    /// How many requests a minute with one key find that machine, before more go to others; `nil`: any number.
    public var requestsPerKey: Int?
    /// The retention that is asked for; `nil`: none, so that the account's own holds.
    public var retention: CacheRetention?
    /// The salt that is sent; `nil`: none.
    public var salt: Salt?

    /// Creates rules.
    ///
    /// - Parameter lifetime: `nil`: ``usualLifetime`` where there are breakpoints, else not known.
    public init(_ boundaries: Boundaries, minimum: Int = 0, lifetime: Duration? = nil) {
        self.boundaries = boundaries
        self.minimum = minimum
        self.lifetime = lifetime
        if takesBreakpoints { self.lifetime = lifetime ?? Self.usualLifetime }
    }

    /// Nothing is kept, and nothing is asked for.
    public static let none = CacheRules(.nowhere)

    /// The lifetime that a breakpoint has where a request does not ask for another.
    public static let usualLifetime = Duration.seconds(30 * 60)
    /// The lifetime that a breakpoint can be asked to have instead.
    public static let longLifetime = Duration.seconds(12 * 3_600)
}

extension CacheRules {
    /// Whether breakpoints are known.
    package var takesBreakpoints: Bool {
        if case .breakpoints = boundaries { true } else { false }
    }

    /// Why the rules cannot hold, or `nil`.
    package var problem: String? {
        if case .steps(let step) = boundaries, step < 1 { return "a cache is read in steps of at least 1 token" }
        if minimum < 0 { return "the shortest prefix that a cache keeps cannot have fewer than 0 tokens" }
        if let lifetime, lifetime <= .zero { return "the lifetime of a cache must be longer than 0" }
        if takesBreakpoints {
            if let lifetime, lifetime != Self.usualLifetime, lifetime != Self.longLifetime {
                return "what ends at a breakpoint lives 30m or 12h, not \(lifetime.shortText)"
            }
            if retention != nil { return "'retention' is for models without breakpoints; say 'lifetime' here" }
        }
        if let requestsPerKey {
            if !takesKey { return "'requests_per_key' says nothing without 'prompt_cache_key: true'" }
            if requestsPerKey < 1 { return "a cache key takes at least 1 request a minute" }
        }
        return nil
    }
}
