import WaybillInterchange

/// The ranges of settings and parameters, for routes built in code; a file's decoder has refused the rest before.
extension RouteCheck {
    func checkSettings(_ settings: RouteSettings, at place: SourceLocation?, _ log: inout DiagnosticLog) {
        let times = [("deadline", settings.deadline), ("first_token", settings.firstToken), ("stall", settings.stall)]
        for (name, time) in times where (time ?? .seconds(1)) <= .zero {
            log.report(ValueFault.outOfRange, "\(name) must be longer than 0", at: place)
        }
        for (name, count) in [("attempts", settings.attempts), ("attempts_per_call", settings.attemptsPerCall)] where (count ?? 1) < 1 {
            log.report(ValueFault.outOfRange, "\(name) must be at least 1", at: place)
        }
        if let patience = settings.patience, patience < .zero {
            log.report(ValueFault.outOfRange, "patience cannot be negative", at: place)
        }
        let problems = [settings.retry?.problem, settings.breaker?.problem, settings.onCut.flatMap(CutRung.problem)]
        for problem in problems.compactMap(\.self) { log.report(ValueFault.contradiction, DiagnosticMessage(problem), at: place) }
    }

    func checkClocks(_ clocks: Clocks, of owner: String, at place: SourceLocation?, _ log: inout DiagnosticLog) {
        for time in [clocks.connect, clocks.firstToken, clocks.stall].compactMap(\.self) where time <= .zero {
            log.report(ValueFault.outOfRange, "\(owner): a clock must be longer than 0", at: place)
        }
    }

    /// - Parameter known: Efforts that the models to ask declare, beyond those that are known here.
    func checkParameters(
        _ parameters: GenerationParameters, known: [ReasoningEffort], at place: SourceLocation?, _ log: inout DiagnosticLog
    ) {
        if let temperature = parameters.temperature, !(0...2).contains(temperature) {
            log.report(ValueFault.outOfRange, "temperature must be between 0 and 2", at: place)
        }
        if let topP = parameters.topP, !(topP > 0 && topP <= 1) {
            log.report(ValueFault.outOfRange, "top_p must be above 0 and at most 1", at: place)
        }
        if let tokens = parameters.maxOutputTokens, tokens < 1 {
            log.report(ValueFault.outOfRange, "max_output_tokens must be at least 1", at: place)
        }
        if parameters.stop?.contains("") == true { log.report(ValueFault.emptyText, "a stop text cannot be empty", at: place) }
        let efforts = ReasoningEffort.ascending + known
        if let effort = parameters.reasoningEffort, !efforts.contains(effort) {
            log.report(
                RouteFault.unknownEffort, "the reasoning effort '\(effort)' is unknown: no candidate lists it under 'efforts'", at: place)
        }
        if let tier = parameters.serviceTier, !ServiceTier.known.contains(tier) {
            log.report(
                ValueFault.unknownWord,
                "the service tier '\(tier)' is unknown; it can be \(ServiceTier.known.map(\.rawValue).joined(separator: ", "))", at: place)
        }
        let verbosities: [Verbosity] = [.low, .medium, .high]
        if let verbosity = parameters.verbosity, !verbosities.contains(verbosity) {
            log.report(ValueFault.unknownWord, "the verbosity '\(verbosity)' is unknown; it can be low, medium or high", at: place)
        }
    }
}
