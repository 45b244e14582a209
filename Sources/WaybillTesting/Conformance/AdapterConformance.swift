public import WaybillInterchange
public import WaybillRoutes

/// Checks that an adapter keeps the contract of ``ProviderAdapter``, with any test framework.
///
/// It writes requests of every kind and reads answers, errors and noise of every kind, and finds what breaks the rules:
///
/// - The same request gives the same bytes; they are JSON; nothing of a request is dropped in silence; what is private stays here.
/// - A streamed answer means what the whole one means, wherever the network cuts it; what is unknown is passed over; a stream that lacks
///   its end never seems to have ended.
/// - Every error becomes a failure whose description shows neither keys nor prompts.
/// - Reading takes time in proportion to what is read.
///
/// ## Usage
///
/// ```swift
/// @Test func adapterConforms() throws {
///     let adapter = OpenAIChatAdapter(provider: provider, model: model)
///     try AdapterConformance(adapter, speaking: .openAIChat).verify()
/// }
/// ```
///
/// An adapter of an API of its own brings its own ``WireSample`` values.
public struct AdapterConformance: Sendable {
    /// The adapter under test.
    public var adapter: any ProviderAdapter
    /// Answers in the bytes of its API.
    public var samples: [WireSample]
    /// An answer in so many pieces, streamed; `nil`: how time grows is not checked.
    public var longStream: (@Sendable (_ pieces: Int) -> [UInt8])?
    /// Server-sent events that tell of an error within a stream, each with the empty line that ends it.
    public var errorEvents: [String]

    /// Creates a check of an adapter with samples of its API.
    public init(
        _ adapter: any ProviderAdapter, samples: [WireSample], errorEvents: [String] = [],
        longStream: (@Sendable (_ pieces: Int) -> [UInt8])? = nil
    ) {
        self.adapter = adapter
        self.samples = samples
        self.errorEvents = errorEvents
        self.longStream = longStream
    }

    /// Creates a check of an adapter of OpenAI's APIs or one like them.
    public init(_ adapter: any ProviderAdapter, speaking api: ProviderAPI) {
        self.init(
            adapter, samples: WireSample.rehearsed(speaking: api), errorEvents: WireSample.errorEvents(speaking: api),
            longStream: { WireSample.longStream(pieces: $0, speaking: api) })
    }

    /// Everything that breaks a rule.
    public func violations() -> [Violation] {
        var findings = Findings()
        checkEncoding(&findings)
        checkParameters(&findings)
        checkAnswers(&findings)
        checkDamagedAnswers(&findings)
        checkErrors(&findings)
        checkLargeErrors(&findings)
        checkGrowth(&findings)
        return findings.violations
    }

    /// Throws where anything breaks a rule.
    ///
    /// - Throws: ``AdapterNonconformance`` with every violation.
    public func verify() throws(AdapterNonconformance) {
        let violations = violations()
        guard violations.isEmpty else { throw AdapterNonconformance(model: adapter.model, violations: violations) }
    }

    /// A rule that an adapter broke.
    public struct Violation: Sendable, Hashable, CustomStringConvertible {
        /// The rule, as a sentence.
        public let rule: String
        /// The request, answer or error with which it was broken.
        public let subject: String
        /// What was found instead.
        public let detail: String

        /// The rule, where it was broken, and what was found.
        public var description: String { "\(rule) (\(subject))\(detail.isEmpty ? "" : ": \(detail)")" }
    }
}

/// An adapter breaks rules.
public struct AdapterNonconformance: Error, Sendable, Hashable, CustomStringConvertible {
    /// The model that the adapter speaks for.
    public let model: ModelName
    /// Every rule that it breaks, with what.
    public let violations: [AdapterConformance.Violation]

    /// Every violation on a line of its own.
    public var description: String {
        "The adapter of \(model) breaks \(violations.count) rules:" + violations.map { "\n- \($0)" }.joined()
    }
}

/// Collects violations; of one rule broken by one subject, the first.
struct Findings {
    private(set) var violations: [AdapterConformance.Violation] = []

    mutating func expect(_ isKept: Bool, _ rule: String, _ subject: String, _ detail: @autoclosure () -> String = "") {
        guard !isKept, !violations.contains(where: { $0.rule == rule && $0.subject == subject }) else { return }
        violations.append(AdapterConformance.Violation(rule: rule, subject: subject, detail: String(detail().prefix(400))))
    }
}
