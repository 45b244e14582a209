import WaybillInterchange

/// Finds everything that is wrong with routes, for files and code alike.
///
/// Files are checked here only for what their values mean together; what a single value may be, their decoder says at the value's own place.
package struct RouteCheck {
    let providers: [Provider]
    let routes: [Route]
    let defaults: RouteSettings
    let metadataBudgets: [MetadataBudget]
    let today: CalendarDay?
    /// Providers that need not be used by a route, or that exist though they are not given.
    let excused: Set<String>
    private let providersByName: [String: Provider]

    /// Prepares a check.
    ///
    /// - Parameters:
    ///   - today: The day as `YYYY-MM-DD`; where `nil`, no model is found to be near its end.
    ///   - excused: Names of providers that other files take their settings over from, and of those whose files could not be read.
    package init(
        providers: [Provider], routes: [Route], defaults: RouteSettings, metadataBudgets: [MetadataBudget] = [], today: String?,
        excused: Set<String> = []
    ) {
        self.providers = providers
        self.routes = routes
        self.defaults = defaults
        self.metadataBudgets = metadataBudgets
        self.today = today.flatMap(CalendarDay.init)
        self.excused = excused
        providersByName = Dictionary(providers.map { ($0.name, $0) }) { first, _ in first }
    }

    /// Everything that is wrong or worth knowing.
    package func run() -> [Diagnostic] {
        var log = DiagnosticLog()
        checkProviders(&log)
        checkSettings(defaults, at: nil, &log)
        checkRoutes(&log)
        checkMetadataBudgets(&log)
        checkUse(&log)
        return log.diagnostics
    }

    /// Warns of providers that no route uses; not where an error may be why.
    private func checkUse(_ log: inout DiagnosticLog) {
        guard !log.hasErrors else { return }
        let used = excused.union(routes.flatMap { $0.allCandidates.map(\.model.provider) })
        for provider in providers where !used.contains(provider.name) {
            log.report(ProviderFault.unusedProvider, "no route uses the provider '\(provider.name)'", at: provider.definedAt)
        }
    }

    /// A candidate with what is known of its model.
    struct KnownCandidate {
        let candidate: Candidate
        let provider: Provider
        let model: Model
        /// The parameters of candidate, route and preset together.
        let parameters: GenerationParameters
        /// How long it may be silent before the first content.
        let firstToken: Duration
    }

    /// The candidates of a route whose provider and model are known.
    func knownCandidates(of route: Route) -> [KnownCandidate] {
        route.candidates.compactMap { candidate in
            guard let provider = providersByName[candidate.model.provider], let model = provider.model(candidate.model.id) else {
                return nil
            }
            let parameters = route.parameters(for: candidate)
            let said = candidate.clocks.firstToken ?? model.clocks.firstToken ?? provider.clocks.firstToken
            let settings = route.settings.overriding(defaults)
            let reasons = model.features?.contains(.reasoning) == true && parameters.reasoningEffort != ReasoningEffort.none
            return KnownCandidate(
                candidate: candidate, provider: provider, model: model, parameters: parameters,
                firstToken: said ?? settings.firstToken ?? (reasons ? .seconds(60) : .seconds(10)))
        }
    }

    /// The provider of this name.
    func provider(_ name: String) -> Provider? { providersByName[name] }
}
