import WaybillInterchange

/// The settings that `defaults` and every workload may have; what is `nil` is said elsewhere.
public struct RouteSettings: Sendable, Hashable {
    /// The longest time for a whole call, every retry and fallback included.
    public var deadline: Duration?
    /// Silence before the first content.
    public var firstToken: Duration?
    /// Silence between two pieces of a stream.
    public var stall: Duration?
    /// The most attempts per model.
    public var attempts: Int?
    /// The most attempts per call.
    public var attemptsPerCall: Int?
    /// The longest wait for Retry-After, pacing or a slot while another candidate stands by.
    public var patience: Duration?
    /// How long to back off before a retry.
    public var retry: RetryRule?
    /// When a failing model is closed for a while.
    public var breaker: BreakerRule?
    /// What to do when a stream is cut after content, rung by rung.
    public var onCut: [CutRung]?

    /// Creates settings that leave everything open.
    public init() {}

    /// These settings, with what they leave open taken from `base`.
    public func overriding(_ base: RouteSettings) -> RouteSettings {
        var result = self
        result.deadline = deadline ?? base.deadline
        result.firstToken = firstToken ?? base.firstToken
        result.stall = stall ?? base.stall
        result.attempts = attempts ?? base.attempts
        result.attemptsPerCall = attemptsPerCall ?? base.attemptsPerCall
        result.patience = patience ?? base.patience
        result.retry = retry ?? base.retry
        result.breaker = breaker ?? base.breaker
        result.onCut = onCut ?? base.onCut
        return result
    }

    /// What holds where no file says otherwise.
    ///
    /// `firstToken` is left open: it is 60 s where the model reasons and 10 s elsewhere.
    public static let builtIn: RouteSettings = {
        var settings = RouteSettings()
        settings.deadline = .seconds(300)
        settings.stall = .seconds(30)
        settings.attempts = 2
        settings.attemptsPerCall = 6
        settings.patience = .seconds(5)
        settings.retry = .builtIn
        settings.breaker = .builtIn()
        settings.onCut = [.continueText, .replay, .fail]
        return settings
    }()
}

/// Exponential backoff with full jitter: before the n-th retry, a random wait up to `base` · 2ⁿ⁻¹, but never over `cap`.
public struct RetryRule: Sendable, Hashable {
    /// The bound of the first wait.
    public var base: Duration
    /// The bound of every wait.
    public var cap: Duration

    /// Creates a rule.
    public init(base: Duration, cap: Duration) {
        self.base = base
        self.cap = cap
    }

    /// What holds where nothing else is said.
    public static let builtIn = RetryRule(base: .milliseconds(500), cap: .seconds(8))

    /// Why the rule cannot work, or `nil`.
    package var problem: String? {
        if base < .zero { return "the base of retry cannot be negative" }
        return cap < base ? "the cap of retry, \(cap.shortText), is below its base, \(base.shortText)" : nil
    }
}

/// When a failing model is closed for a while.
public enum BreakerRule: Sendable, Hashable {
    /// Never.
    case off
    /// After this many failures in a row, first for `cooldown`, then twice as long each time, up to `cap`.
    case rule(failures: Int, cooldown: Duration, cap: Duration)

    /// The rule that holds where nothing else is said, but for what is given.
    ///
    /// A cooldown longer than the usual cap is its own cap.
    public static func builtIn(failures: Int? = nil, cooldown: Duration? = nil, cap: Duration? = nil) -> BreakerRule {
        let cooldown = cooldown ?? .seconds(2)
        return .rule(failures: failures ?? 3, cooldown: cooldown, cap: cap ?? max(.seconds(10), cooldown))
    }

    /// Why the rule cannot work, or `nil`.
    package var problem: String? {
        guard case .rule(let failures, let cooldown, let cap) = self else { return nil }
        if failures < 1 { return "a breaker needs at least 1 failure to open" }
        if cooldown <= .zero { return "the cooldown of a breaker must be longer than 0" }
        return cap < cooldown ? "the cap of the breaker, \(cap.shortText), is below its cooldown, \(cooldown.shortText)" : nil
    }
}

/// One thing to do when a stream is cut after content; if it is not possible, the next rung is.
public enum CutRung: String, Sendable, Hashable, CaseIterable {
    /// Ask to go on from what was delivered.
    case continueText = "continue"
    /// Ask afresh and pass on what follows, if the new answer begins with exactly what was delivered.
    case replay
    /// Start over, for callers who allow it.
    case restart
    /// End with what was delivered and the failure.
    case fail

    /// Why these rungs cannot work in this order, or `nil`.
    package static func problem(of rungs: [CutRung]) -> String? {
        if rungs.isEmpty { return "on_cut is empty; write [fail] to end a cut stream with its failure" }
        if Set(rungs).count < rungs.count { return "on_cut has the same rung twice" }
        return rungs.dropLast().contains(.fail) ? "on_cut never comes to what follows 'fail'" : nil
    }
}
