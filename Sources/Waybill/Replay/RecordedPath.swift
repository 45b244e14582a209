import WaybillInterchange
import WaybillRoutePlanning

/// The way that a recorded call took through its plan.
struct RecordedPath {
    /// Its attempts, in the order in which they were sent.
    let attempts: [AttemptReport]
    /// Whether it would have failed wherever it went.
    let isHopeless: Bool
    private let candidates: [CandidateReport]
    private let end: AttemptReport?

    init(_ call: CallRecord) {
        attempts = call.report.attempts
        candidates = call.report.candidates
        // The caller's own end is as good as an answer: nobody else would have been asked.
        end = attempts.last { $0.outcome == .answered } ?? attempts.last.flatMap { $0.outcome == .cancelled ? $0 : nil }
        isHopeless = end == nil && attempts.last?.scope == .request
    }

    /// The model that answered, or was answering when the caller left; `nil`: nobody did.
    var server: ModelName? { end?.model }

    /// The attempt whose tokens say the most of the call; `nil`: none is known.
    var telling: AttemptReport? { end ?? attempts.last { $0.usage?.isEmpty == false } }

    /// Whether the attempt is the one that ended the call.
    func isEnd(_ attempt: AttemptReport) -> Bool { attempt.number == end?.number }

    /// Whether a plan asks the same models in the same order, as far as the call came.
    func goesTheSameWay(under plan: RoutePlan) -> Bool {
        let before = candidates.lazy.filter { $0.verdict.reason == nil }.map(\.model)
        let after = plan.candidates.lazy.filter { $0.verdict.reason == nil }.map(\.model)
        guard let first = before.first else { return after.isEmpty }
        let asked = Set(attempts.map(\.model))
        // Who was not among them was asked as the last resort of health.
        let reach = asked.isEmpty ? 1 : before.enumerated().reduce(1) { asked.contains($1.element) ? $1.offset + 1 : $0 }
        return after.first == first && after.prefix(reach).elementsEqual(before.prefix(reach))
    }

    /// The candidates that cannot serve the call now, and could or were not asked about then.
    func newObstacles(in plan: RoutePlan) -> [ReplayedCall.Obstacle] {
        plan.candidates.compactMap { candidate in
            guard let reason = candidate.verdict.reason, reason.wait == nil else { return nil }
            let before = candidates.first { $0.model == candidate.model }?.verdict.reason
            return before?.code == reason.code ? nil : ReplayedCall.Obstacle(model: candidate.model, reason: reason)
        }
    }
}
