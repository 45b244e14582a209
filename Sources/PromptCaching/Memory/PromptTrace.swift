public import WaybillInterchange
public import WaybillRoutes

/// What is left of a request that was answered, to tell what is another in the next: fingerprints and lengths, no text.
public struct PromptTrace: Sendable {
    /// How many segments are kept: what changes after them is not told of.
    static let mostSegments = 128

    /// The segments that the next request is held against.
    private let segments: [PromptSegment]
    private let model: ModelName
    private let place: CachePlace
    private let scope: CacheScope
    /// The tokens that were read from the cache.
    private let cachedTokens: Int
    private let moment: Duration

    /// Keeps what is needed of a request.
    ///
    /// - Parameter isConversation: Whether the next request is to go on from it; else only its stable part is to be the same.
    public init(_ request: AnsweredPrompt, isConversation: Bool) {
        let all = request.prompt.segments
        // What is true only now, and what it stands before, is another next time.
        let end = isConversation ? all.firstIndex { $0.kind == .lateContext } ?? all.count : request.prompt.stableSegments
        segments = Array(all.prefix(min(end, Self.mostSegments)))
        model = request.model
        place = request.place
        scope = request.scope
        cachedTokens = request.cachedTokens
        moment = request.moment
    }

    /// Why a request read less from the cache than this one did; `nil`: it did not, or that is as it should be.
    ///
    /// - Parameters:
    ///   - next: The request after this one.
    ///   - findings: What is volatile in its stable part; asked for only where that changed.
    public func drop(to next: AnsweredPrompt, findings: () -> [PrefixFinding] = { [] }) -> CacheDrop? {
        // Requests that are to have nothing in common have nothing to lose.
        guard next.cachedTokens < cachedTokens, !segments.isEmpty else { return nil }
        func drop(_ cause: CacheDrop.Cause, _ explanation: String, segment: String? = nil, byte: Int? = nil) -> CacheDrop {
            CacheDrop(before: cachedTokens, now: next.cachedTokens, cause, segment: segment, byte: byte, explanation)
        }
        guard next.model == model else { return drop(.modelChanged, "\(model) answered before, and each model has a cache of its own") }
        guard next.place == place else { return drop(.keyChanged, "another key was used, whose account has a cache of its own") }
        guard next.scope == scope else {
            // Users who are kept apart have nothing to share.
            guard next.rules.salt == nil else { return nil }
            return drop(.settings, "the effort, the verbosity or whether tools are called in parallel is not what it was")
        }
        let shared = zip(segments, next.prompt.segments).prefix { $0.fingerprint == $1.fingerprint }.count
        if shared < segments.count {
            let (old, new) = (segments[shared].kind, next.prompt.segments.dropFirst(shared).first?.kind)
            // One that only one of the requests has stands where the other has what comes after it.
            let isAdded = new.map { $0.rank < old.rank } ?? false
            let changed = isAdded ? new ?? old : old
            let byte = segments.prefix(shared).reduce(0) { $0 + $1.byteCount }
            if changed.isStable, let finding = findings().first(where: { $0.isVolatile && $0.path.hasPrefix(changed.path) }) {
                return drop(.volatileText, "\(finding)", segment: changed.path, byte: byte)
            }
            let isGone = new.map { $0.rank > old.rank } ?? true
            let change = isAdded ? "was not there before" : isGone ? "is no longer there" : "is not what it was"
            return drop(changed.changeCause, "\(changed.path) \(change)", segment: changed.path, byte: byte)
        }
        if let lifetime = next.rules.lifetime, next.moment - moment >= lifetime {
            return drop(.expired, "\((next.moment - moment).shortText) passed, and the model keeps prompts for \(lifetime.shortText)")
        }
        if next.inputTokens < next.rules.minimum {
            return drop(
                .tooShort, "the prompt has \(next.inputTokens) tokens, and the model keeps none of fewer than \(next.rules.minimum)")
        }
        guard next.expectedTokens > next.cachedTokens else { return nil }
        return drop(
            .notFound, "\(next.expectedTokens) were expected: the provider forgot them early, or the request met another of its machines")
    }
}

/// A request that was answered, and what its cache did.
public struct AnsweredPrompt: Sendable {
    /// Its segments.
    public var prompt: FingerprintedPrompt
    /// Who answered.
    public var model: ModelName
    /// Which cache it was sent to.
    public var place: CachePlace
    /// What its prompt is kept by there.
    public var scope: CacheScope
    /// What that cache does.
    public var rules: CacheRules
    /// All tokens of the prompt.
    public var inputTokens: Int
    /// The tokens that were expected to be read from the cache.
    public var expectedTokens: Int
    /// The tokens that were read, as the provider said; where it said nothing, as was expected.
    public var cachedTokens: Int
    /// When it was answered.
    public var moment: Duration

    /// Creates one.
    public init(
        _ prompt: FingerprintedPrompt, by model: ModelName, _ place: CachePlace, _ scope: CacheScope, _ rules: CacheRules, inputTokens: Int,
        expectedTokens: Int, cachedTokens: Int, at moment: Duration
    ) {
        self.prompt = prompt
        self.model = model
        self.place = place
        self.scope = scope
        self.rules = rules
        self.inputTokens = inputTokens
        self.expectedTokens = expectedTokens
        self.cachedTokens = cachedTokens
        self.moment = moment
    }
}

extension PrefixFinding {
    fileprivate var isVolatile: Bool { if case .volatile = problem { true } else { false } }
}

extension PromptSegment.Kind {
    /// What it means that a segment is another.
    fileprivate var changeCause: CacheDrop.Cause {
        switch self {
        case .tools: .toolsChanged
        case .output: .outputChanged
        case .instructions, .examples, .reference: .textChanged
        case .turn, .lateContext: .turnChanged
        }
    }
}
