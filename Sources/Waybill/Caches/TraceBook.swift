import Synchronization
import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutePlanning
import WaybillRoutes

/// What is left of the latest request of each conversation and workload: by that a drop in cached tokens is explained.
///
/// It holds at most 512 traces; those not used for longest are forgotten first. It keeps fingerprints and hashes, in about 10 MB at the most, and
/// no text, unless it is told to: then as many as 64 KB of each prompt.
final class TraceBook: Sendable {
    /// What a request is held against: the one before of its conversation or, where there is none, of its workload.
    enum Key: Hashable {
        case conversation(Workload, String)
        case workload(Workload)
    }

    /// How many traces a generation has; when the young one is full it becomes the old one.
    private static let generationSize = 256

    private struct State {
        var young: [Key: PromptTrace] = [:]
        var old: [Key: PromptTrace] = [:]
    }

    /// Makes what the place is found by at which prompts part.
    let marks: PromptMarks.Maker
    private let state = Mutex(State())

    /// Creates an empty book.
    ///
    /// - Parameter keepsTexts: Whether the texts of prompts are kept, so that they can be quoted.
    init(keepsTexts: Bool) { marks = PromptMarks.Maker(keepsTexts: keepsTexts) }

    /// The trace of the request before.
    func trace(_ key: Key) -> PromptTrace? { state.withLock { $0.young[key] ?? $0.old[key] } }

    /// A request was answered.
    func note(_ trace: PromptTrace, _ key: Key) {
        state.withLock { state in
            if state.young.count >= Self.generationSize, state.young[key] == nil { (state.old, state.young) = (state.young, [:]) }
            state.young[key] = trace
        }
    }
}

extension PreparedCall {
    /// Why the attempt that answered read less from a cache than the request before it; `nil`: it did not, or nobody can tell.
    func cacheDrop(_ attempt: AttemptReport) -> CacheDrop? {
        guard let answered = answered(attempt) else { return nil }
        let keys = traceKeys
        guard let trace = keys.lazy.compactMap({ self.context.traces.trace($0) }).first else { return nil }
        let today = CalendarDay(unixTime: context.time.unixTime).description
        return trace.drop(to: answered, request) { PrefixLint(today: today).findings(in: request) }
    }

    /// Keeps what the next request is held against.
    func keepTrace(of report: RouteReport) {
        // Without a prompt there is nothing to find out.
        guard prompt != nil, let attempt = report.attempts.last(where: { $0.outcome == .answered }), let answered = answered(attempt) else {
            return
        }
        let keys = traceKeys
        let marks = PromptMarks(
            context.traces.marks, of: request, answered.prompt,
            first: answered.prompt.comparedSegments(isConversation: request.request.conversationID != nil),
            reusing: keys.lazy.compactMap { self.context.traces.trace($0)?.marks }.first)
        for key in keys {
            let isConversation = if case .conversation = key { true } else { false }
            context.traces.note(PromptTrace(answered, isConversation: isConversation, marks: marks), key)
        }
    }

    /// What the request is held against, the nearest first.
    private var traceKeys: [TraceBook.Key] {
        let workload = request.request.workload
        return (request.request.conversationID.map { [.conversation(workload, $0)] } ?? []) + [.workload(workload)]
    }

    private func answered(_ attempt: AttemptReport) -> AnsweredPrompt? {
        let endpoint = endpoint(of: attempt.model)
        guard let prompt, let rules = endpoint.cache, let expected = attempt.expectedCachedTokens,
            let candidate = plan.candidates.first(where: { $0.model == attempt.model }),
            let way = endpoint.ways.first(where: { $0.credential?.name == attempt.credential }) ?? endpoint.ways.first
        else { return nil }
        let reported = attempt.usage.flatMap { $0.certainty == .exact ? $0 : nil }
        return AnsweredPrompt(
            prompt, by: attempt.model, way.cache, CacheScope(way.cache, candidate.parameters, salt: candidate.steering?.salt), rules,
            inputTokens: reported?.input ?? candidate.inputTokens.tokens, expectedTokens: expected,
            cachedTokens: reported?.cachedInput ?? expected, at: context.time.now)
    }
}
