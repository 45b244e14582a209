import Logging
import Synchronization
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

/// Takes what an operator should hear of to the router's `onEvent` and to the log: constant messages, the facts as metadata, never content.
final class RouterEventSink: Sendable {
    /// How many misspelled tags are remembered, so that each is told of once.
    private static let memory = 1_000
    /// How many workloads, providers and models are logged of one change of the routes.
    private static let mostChanges = 50
    /// How long a model's drift is not told of again.
    private static let quietTime = Duration.seconds(3_600)

    /// One thing that is told of only now and then.
    private struct Drift: Hashable {
        let model: ModelName
        let kind: CountDrift.Kind
        let part: CountDrift.Part?
    }

    /// The end of one model.
    private struct Ending: Hashable {
        let model: ModelName
        let shutdown: String
    }

    private let logger: Logger?
    private let onEvent: @Sendable (RouterEvent) -> Void
    private let toldMisses = Mutex<Set<Workload>>([])
    /// When each drift was last told of: as many as there are models, times the few kinds.
    private let toldDrifts = Mutex<[Drift: Duration]>([:])
    /// Which ends were told of: as many as there are models with one.
    private let toldEndings = Mutex<Set<Ending>>([])

    init(logger: Logger?, onEvent: @escaping @Sendable (RouterEvent) -> Void) {
        self.logger = logger
        self.onEvent = onEvent
    }

    /// A call is over.
    func callEnded(_ report: RouteReport, _ failure: FailureKind?, at now: Duration) {
        for attempt in report.attempts {
            for drift in attempt.drift { tell(drift, of: attempt.model, at: now) }
        }
        for attempt in report.attempts where attempt.failure != nil {
            logger?
                .debug(
                    "attempt failed",
                    metadata: [
                        "workload": "\(report.workload)", "model": "\(attempt.model)", "failure": "\(attempt.failure?.rawValue ?? "")",
                        "status": "\(attempt.status.map(String.init) ?? "")", "decision": "\(attempt.decision)",
                    ])
        }
        guard let failure else { return }
        let facts: Logger.Metadata = [
            "workload": "\(report.workload)", "failure": "\(failure)", "attempts": "\(report.attempts.count)",
            "duration": "\(report.duration.shortText)",
        ]
        if report.degraded {
            logger?.warning("last resort served", metadata: facts)
            onEvent(.degraded(report))
        } else if failure != .cancelled {
            logger?.info("call failed", metadata: facts)
        }
    }

    /// A route's first model has been missing for long.
    func firstModelMissing(_ workload: Workload, _ model: ModelName, for span: Duration) {
        logger?.warning("first model missing", metadata: ["workload": "\(workload)", "model": "\(model)", "for": "\(span.shortText)"])
        onEvent(.firstModelMissing(workload: workload, model: model, for: span))
    }

    /// The `"*"` route served a tag that is nearly the name of another route; told of once for each tag.
    func nearMiss(_ workload: Workload, similar: Workload) {
        let isNew = toldMisses.withLock { $0.count < Self.memory && $0.insert(workload).inserted }
        guard isNew else { return }
        logger?.warning("no route of this name", metadata: ["workload": "\(workload)", "similar": "\(similar)"])
        onEvent(.nearMiss(workload: workload, similar: similar))
    }

    /// A call's route has a model that is near its end; told of once for each model and day.
    func modelEnding(_ model: ModelName, shutdown: String, replacedBy: String?) {
        guard toldEndings.withLock({ $0.insert(Ending(model: model, shutdown: shutdown)).inserted }) else { return }
        logger?
            .warning(
                "model near its end", metadata: ["model": "\(model)", "shutdown": "\(shutdown)", "replaced_by": "\(replacedBy ?? "")"])
        onEvent(.modelEnding(model: model, shutdown: shutdown, replacedBy: replacedBy))
    }

    /// The stable part of a workload's prompts holds what differs from call to call.
    func unstablePrefix(_ workload: Workload, _ findings: [PrefixFinding]) {
        for finding in findings {
            logger?
                .warning(
                    "unstable prefix",
                    metadata: [
                        "workload": "\(workload)", "problem": "\(finding.code)", "path": "\(finding.path)", "line": "\(finding.line)",
                        "column": "\(finding.column)",
                    ])
        }
        onEvent(.unstablePrefix(workload: workload, findings))
    }

    /// A share of a budget is spent.
    func budget(_ alert: BudgetAlert) {
        logger?
            .warning(
                "budget spent",
                metadata: [
                    "account": "\(alert.account)", "share": "\(alert.share)", "period": "\(alert.period)",
                    "amount": "\(alert.amount)", "spent": "\(alert.spent)",
                ])
        onEvent(.budget(alert))
    }

    /// Other routes are in force.
    func routesChanged(_ version: RoutesVersion, _ changes: RouteChanges) {
        for subject in changes.subjects.prefix(Self.mostChanges) {
            logger?.notice("routes changed", metadata: ["version": "\(version)", "change": "\(subject)"])
        }
        let rest = changes.subjects.count - Self.mostChanges
        if rest > 0 { logger?.notice("routes changed", metadata: ["version": "\(version)", "change": "\(rest) more"]) }
        if changes.isEmpty { logger?.info("routes read again", metadata: ["version": "\(version)", "change": "none"]) }
        onEvent(.routesChanged(version, changes))
    }

    /// The routes files cannot be used as they are.
    func routesRejected(_ problem: RoutesInvalid) {
        for diagnostic in problem.diagnostics where diagnostic.severity == .error {
            logger?.error("routes rejected", metadata: ["problem": "\(diagnostic)"])
        }
        onEvent(.routesRejected(problem))
    }

    /// A provider's report does not fit what was counted; told of once in a while for each model and kind.
    private func tell(_ drift: CountDrift, of model: ModelName, at now: Duration) {
        let isDue = toldDrifts.withLock { told in
            let key = Drift(model: model, kind: drift.kind, part: drift.part)
            if let last = told[key], now - last < Self.quietTime { return false }
            told[key] = now
            return true
        }
        guard isDue else { return }
        logger?
            .warning(
                "token counts drift",
                metadata: [
                    "model": "\(model)", "kind": "\(drift.kind)", "part": "\(drift.part?.rawValue ?? "")",
                    "counted": "\(drift.counted?.description ?? "")", "reported": "\(drift.reported.map(String.init) ?? "")",
                ])
        onEvent(.countDrift(model: model, drift))
    }
}
