public import WaybillInterchange
public import WaybillRoutes

/// What is left of a request that was answered, to tell what is another in the next: fingerprints, and marks of its texts.
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
    /// What the place is found by at which the next request parts from it.
    public let marks: PromptMarks?

    /// Keeps what is needed of a request.
    ///
    /// - Parameters:
    ///   - isConversation: Whether the next request is to go on from it; else only its stable part is to be the same.
    ///   - marks: What the place is found by at which the next request parts from it; `nil`: only its segment is told.
    public init(_ request: AnsweredPrompt, isConversation: Bool, marks: PromptMarks? = nil) {
        segments = Array(request.prompt.segments.prefix(request.prompt.comparedSegments(isConversation: isConversation)))
        self.marks = marks
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
    ///   - request: The request itself, to find the place in.
    ///   - findings: What is volatile in its stable part; asked for only where that changed.
    public func drop(
        to next: AnsweredPrompt, _ request: PreparedRequest? = nil, findings: () -> [PrefixFinding] = { [] }
    ) -> CacheDrop? {
        // Requests that are to have nothing in common have nothing to lose.
        guard next.cachedTokens < cachedTokens, !segments.isEmpty else { return nil }
        func drop(_ cause: CacheDrop.Cause, _ explanation: String) -> CacheDrop {
            CacheDrop(before: cachedTokens, now: next.cachedTokens, cause, explanation)
        }
        guard next.model == model else { return drop(.modelChanged, "\(model) answered before, and each model has a cache of its own") }
        guard next.place == place else { return drop(.keyChanged, "another key was used, whose account has a cache of its own") }
        guard next.scope == scope else {
            // Users who are kept apart have nothing to share.
            guard next.rules.salt == nil else { return nil }
            return drop(.settings, "the effort, the verbosity or whether tools are called in parallel is not what it was")
        }
        let shared = zip(segments, next.prompt.segments).prefix { $0.fingerprint == $1.fingerprint }.count
        if shared < segments.count { return change(in: next, after: shared, request, findings) }
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

extension PromptTrace {
    /// What changed in a prompt that parts from this one.
    ///
    /// - Parameter shared: How many segments, from the first, both have.
    private func change(
        in next: AnsweredPrompt, after shared: Int, _ request: PreparedRequest?, _ findings: () -> [PrefixFinding]
    ) -> CacheDrop {
        let (old, new) = (segments[shared].kind, next.prompt.segments.dropFirst(shared).first?.kind)
        // One that only one of the requests has stands where the other has what comes after it.
        let isAdded = new.map { $0.rank < old.rank } ?? false
        let isGone = new.map { $0.rank > old.rank } ?? true
        let changed = isAdded ? new ?? old : old
        let change = isAdded ? "was not there before" : isGone ? "is no longer there" : "is not what it was"
        var drop = CacheDrop(
            before: cachedTokens, now: next.cachedTokens, changed.changeCause, segment: changed.path, "\(changed.path) \(change)")
        if isAdded || isGone {
            (drop.path, drop.byte, drop.within) = (changed.path, 0, 1)
        } else if let new, let request, let parting = marks?.parting(of: new, at: shared, in: request) {
            (drop.path, drop.byte, drop.within, drop.from, drop.to) =
                (parting.path, parting.byte, parting.within, parting.from, parting.to)
            drop.cause = parting.cause ?? drop.cause
            drop.explanation = parting.explanation ?? drop.explanation
        }
        // What is volatile is told of where it stands now; in what is gone there is nothing to find.
        if changed.isStable, !isGone, drop.cause.mayBeVolatile,
            let finding = findings().first(where: { $0.isVolatile && drop.mayBeAt($0, in: changed) })
        {
            (drop.cause, drop.explanation) = (.volatileText, "\(finding)")
        }
        return drop
    }
}

extension CacheDrop {
    /// Whether something volatile can stand where prompts part.
    fileprivate func mayBeAt(_ finding: PrefixFinding, in segment: PromptSegment.Kind) -> Bool {
        guard let path, let byte, let within else { return finding.path.hasPrefix(segment.path) }
        guard finding.path == path else { return byte == 0 && path == segment.path && finding.path.hasPrefix(path) }
        // It may begin a little before: of two dates most bytes are the same.
        return finding.byte < byte + within && finding.byte + finding.excerpt.utf8.count >= byte
    }
}

extension CacheDrop.Cause {
    /// Whether what changed can have been something that differs from call to call.
    fileprivate var mayBeVolatile: Bool { [.toolsChanged, .schemaChanged, .outputChanged, .textChanged, .volatileText].contains(self) }
}

extension FingerprintedPrompt {
    /// How many segments, from the first, the next request is held against.
    ///
    /// - Parameter isConversation: Whether it is to go on from this one; else only its stable part is to be the same.
    public func comparedSegments(isConversation: Bool) -> Int {
        // What is true only now, and what it stands before, is another next time.
        let end = isConversation ? segments.firstIndex { $0.kind == .lateContext } ?? segments.count : stableSegments
        return min(end, PromptTrace.mostSegments)
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
