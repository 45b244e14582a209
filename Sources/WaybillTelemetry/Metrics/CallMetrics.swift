#if Metrics
public import Metrics
public import Waybill
public import WaybillInterchange
public import WaybillRoutes

/// Measures every call and attempt, by OpenTelemetry's conventions for generative AI and, for what these do not know, under `waybill.`.
///
/// Times are in seconds. Tokens are only counted where the provider reported them. Buckets are the metrics backend's: the conventions ask for 0.01 s, doubled
/// up to 81.92 s, and for tokens for 1, times four up to 4^13.
///
/// Needs the package trait `Metrics`.
public struct CallMetrics: CallObserver {
    /// Which names are used.
    ///
    /// Never record both: everything would count twice.
    public enum Names: Sendable {
        /// Those of the last release of the conventions (semantic conventions 1.41).
        case released
        /// Those that the conventions move to (their own repository, autumn 2026; not released).
        case next
    }

    private let names: Names
    private let factory: any MetricsFactory

    /// Creates an observer.
    ///
    /// - Parameter factory: Who keeps the measurements; `nil`: the one that the program bootstrapped.
    public init(names: Names = .released, factory: (any MetricsFactory)? = nil) {
        self.names = names
        self.factory = factory ?? MetricsSystem.factory
    }

    public func callEnded(_ call: CallRecord, under routes: RouteTable) {
        let workload = ("waybill.workload", call.heading.workload.rawValue)
        let outcome = (AttributeName.outcome.rawValue, call.outcome)
        record("waybill.call.duration", call.report.duration.seconds, [workload, outcome])
        if call.fellBack { count("waybill.fallbacks", 1, [workload]) }
        for attempt in call.report.attempts {
            measure(attempt, call.attributes(of: attempt, under: routes), workload)
        }
    }

    private func measure(_ attempt: AttemptReport, _ attributes: Attributes, _ workload: (String, String)) {
        // Of what is known of an attempt, what has few values.
        let kept: [AttributeName] = [.operation, .provider, .requestModel, .responseModel, .serverAddress, .serverPort]
        let dimensions = attributes.all.filter { kept.contains($0.name) }.map { ($0.name.rawValue, $0.text) }
        let error = attempt.failure.map { [(AttributeName.errorType.rawValue, $0.rawValue)] } ?? []
        let group = names == .released ? "gen_ai.client.operation" : "gen_ai.client.inference"
        record("\(group).duration", (attempt.ended - attempt.started).seconds, dimensions + error)
        if let firstToken = attempt.firstToken {
            record("\(group).time_to_first_chunk", (firstToken - attempt.started).seconds, dimensions)
        }
        if let usage = attempt.usage, usage.certainty == .exact { count(usage, dimensions) }
        let own = [workload, ("waybill.model", attempt.model.description)]
        count("waybill.attempts", 1, own + [(AttributeName.outcome.rawValue, attempt.failure?.rawValue ?? attempt.outcome.rawValue)])
        if attempt.waited > .zero { record("waybill.wait", attempt.waited.seconds, own) }
        if let cost = attempt.cost {
            FloatingPointCounter(label: "waybill.cost", dimensions: own, factory: factory).increment(by: cost.dollars)
        }
    }

    private func count(_ usage: TokenUsage, _ dimensions: [(String, String)]) {
        switch names {
        case .released:
            for (type, tokens) in [("input", usage.input), ("output", usage.output)] {
                record("gen_ai.client.token.usage", Double(tokens), dimensions + [(AttributeName.tokenType.rawValue, type)])
            }
        case .next:
            let classes = [
                ("input_tokens", usage.input), ("output_tokens", usage.output), ("cache_read.input_tokens", usage.cachedInput),
                ("cache_write.input_tokens", usage.cacheWrite), ("reasoning.output_tokens", usage.reasoning),
            ]
            for (name, tokens) in classes where tokens > 0 { count("gen_ai.client.inference.usage.\(name)", tokens, dimensions) }
        }
    }

    private func record(_ name: String, _ value: Double, _ dimensions: [(String, String)]) {
        Recorder(label: name, dimensions: dimensions, aggregate: true, factory: factory).record(value)
    }

    private func count(_ name: String, _ amount: Int, _ dimensions: [(String, String)]) {
        Counter(label: name, dimensions: dimensions, factory: factory).increment(by: amount)
    }
}

extension Attribute {
    /// The value as a measurement's dimension.
    fileprivate var text: String {
        switch value {
        case .text(let text): text
        case .integer(let integer): "\(integer)"
        case .number(let number): "\(number)"
        case .flag(let flag): "\(flag)"
        }
    }
}
#endif
