import Synchronization
import WaybillInterchange
import WaybillRoutePlanning
import WaybillTokenCounting

/// What a router has learned of its models' counts: how far estimates are from what each reports.
///
/// It is kept by address and model, whichever key was used, and so has at most one small entry for each.
final class CalibrationBook: Sendable {
    private let entries = Mutex<[ModelAddress: TokenCalibration]>([:])

    /// What the planner may know.
    func corrections(of endpoints: some Sequence<Endpoint>) -> [ModelName: TokenCalibration] {
        entries.withLock { entries in
            guard !entries.isEmpty else { return [:] }
            var corrections: [ModelName: TokenCalibration] = [:]
            for endpoint in endpoints { corrections[endpoint.name] = entries[endpoint.address] }
            return corrections
        }
    }

    /// Lets go of what is known of all but these.
    func keep(_ endpoints: some Sequence<Endpoint>) {
        let keys = Set(endpoints.map(\.address))
        entries.withLock { $0 = $0.filter { keys.contains($0.key) } }
    }

    /// A model said how many input tokens a request had for which so many were planned.
    ///
    /// Only estimates learn. A count that claims to be exact or bounded and is not has the wrong tokenizer, which a correction would hide.
    func note(_ reported: Int, for candidate: PlannedCandidate, of endpoint: Endpoint) {
        guard candidate.inputTokens.certainty == .estimated else { return }
        let estimated = candidate.estimatedInput ?? candidate.inputTokens.tokens
        entries.withLock { entries in
            var calibration = entries[endpoint.address] ?? TokenCalibration()
            if calibration.observe(estimated: estimated, reported: reported) { entries[endpoint.address] = calibration }
        }
    }
}

extension PreparedCall {
    /// Learns from the usage that models reported in a call.
    func learnCounts(from report: RouteReport) {
        let (attempts, candidates) = (report.attempts, plan.candidates)
        for attempt in attempts.indices {
            // A prompt that was cut says nothing of the estimate; one that was asked to be gone on from was longer than planned.
            guard let usage = attempts[attempt].usage, usage.certainty == .exact,
                !attempts[attempt].drift.contains(where: { $0.kind == .promptTruncated }),
                let place = candidates.indices.first(where: { candidates[$0].model == attempts[attempt].model }),
                attempts[attempt].counted?.input == candidates[place].inputTokens,
                let endpoint = setup.endpoints[attempts[attempt].model]
            else { continue }
            context.calibrations.note(usage.input, for: candidates[place], of: endpoint)
        }
    }
}
