/// What a request asks of a model's prompt cache, beside bytes that repeat.
///
/// Whoever plans the request decides it by the model's cache rules; an adapter says it in the words of its API. What the program's own vendor
/// extras say of the cache goes before it.
public struct CacheSteering: Sendable, Hashable {
    /// Names the cache, so that requests that share a prefix go to the same place; at most 64 characters, none of them the prompt's.
    public var key: String?
    /// Keeps the cache apart from that of others on the same server.
    public var salt: String?
    /// How long the prompt is asked to be kept, where the model takes a word for it.
    public var retention: CacheRetention?
    /// Where prefixes that are kept end; `nil`: as the API does by itself.
    public var mode: CacheBreakpointMode?
    /// How long what ends at a breakpoint is asked to be kept; `nil`: as the API does by itself.
    public var lifetime: Duration?
    /// Whether a breakpoint is set at the end of the stable part.
    public var marksStablePart: Bool

    /// Creates a steering; one of nothing asks for nothing.
    public init(
        key: String? = nil, salt: String? = nil, retention: CacheRetention? = nil, mode: CacheBreakpointMode? = nil,
        lifetime: Duration? = nil, marksStablePart: Bool = false
    ) {
        self.key = key
        self.salt = salt
        self.retention = retention
        self.mode = mode
        self.lifetime = lifetime
        self.marksStablePart = marksStablePart
    }
}

/// The words for how long a prompt is kept, where no breakpoints are known.
public enum CacheRetention: String, Sendable, Hashable, CaseIterable {
    /// A few minutes without use, in the memory of the machine that read it.
    case inMemory = "in_memory"
    /// A day.
    case day = "24h"
}

/// Where the prefixes end that a model with breakpoints keeps.
public enum CacheBreakpointMode: String, Sendable, Hashable, CaseIterable {
    /// At the end of the latest message, and at the breakpoints that a request sets.
    case implicit
    /// Only at the breakpoints that a request sets.
    case explicit
}
