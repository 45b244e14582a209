public import WaybillInterchange

/// What became of the calls of a workload.
public struct WorkloadOutcomes: Sendable, Hashable {
    /// The workload of the route, which may be `*`.
    public var workload: Workload
    /// Its candidates that were asked, side by side, in the order of the route.
    public var candidates: [CandidateOutcomes]

    /// Creates a value.
    public init(workload: Workload, candidates: [CandidateOutcomes]) {
        self.workload = workload
        self.candidates = candidates
    }
}

/// What became of the calls of one workload at one of its candidates.
///
/// Counts are of all calls since the router knows the candidate; of times, tokens and costs the latest count most.
public struct CandidateOutcomes: Sendable, Hashable {
    /// The candidate.
    public var model: ModelName
    /// How many calls asked it.
    public var calls = 0
    /// How many of them it answered.
    public var answers = 0
    /// How many of its answers are incomplete: cut short by an output limit or a filter.
    public var incomplete = 0
    /// How many of its attempts failed, by what went wrong.
    public var failures: [FailureKind: Int] = [:]
    /// How many calls went on to another model after it failed.
    public var fallbacks = 0
    /// How long the first content takes; `nil`: not known.
    public var firstToken: Duration?
    /// How long each token of output takes from then on; `nil`: not known.
    public var tokenTime: Duration?
    /// How many tokens of output an answer has, reasoning included; `nil`: not known.
    public var outputTokens: Int?
    /// What an answer costs; `nil`: not known.
    public var cost: Money?
    /// How many calls asked it lately: the older one is, the less it counts.
    public var recentCalls = 0.0

    /// Creates a value of which nothing is known.
    public init(model: ModelName) { self.model = model }

    /// From how many answers on a candidate counts as timed.
    package static let fewestTimed = 3
    /// From how many answers on their length is expected of the next one.
    package static let fewestLearned = 5
}

/// How long an answer is expected to take at a candidate, by those that it gave lately.
public struct ExpectedTime: Sendable, Hashable {
    /// How long the request would wait in line.
    public var wait = Duration.zero
    /// How long the first content takes.
    public var firstToken: Duration
    /// How long each token of output takes from then on.
    public var tokenTime: Duration
    /// How many tokens of output are expected.
    public var outputTokens: Int
    /// How many answers were timed.
    public var answers: Int

    /// All of it.
    public var total: Duration { wait + firstToken + tokenTime * outputTokens }
}

extension ExpectedTime: CustomStringConvertible {
    /// The time and what it is made of, such as `1.5s: 300ms to the first token and 12ms for each of about 100, by 14 answers`.
    public var description: String {
        let line = wait > .zero ? "\(wait.shortText) in line, " : ""
        return "\(total.shortText): \(line)\(firstToken.shortText) to the first token and \(tokenTime.shortText) for each of about "
            + "\(outputTokens), by \(answers) answers"
    }
}

/// How many tokens of output are expected of a candidate's answer.
public struct ExpectedOutput: Sendable, Hashable {
    /// How many.
    public var tokens: Int
    /// By how many answers to the same workload; 0: it is assumed, since there were too few.
    public var answers = 0

    /// What is assumed where nothing is known: a quarter of what is allowed, but no more than 500 tokens.
    static func assumed(limit: Int?) -> ExpectedOutput { ExpectedOutput(tokens: min(500, max(1, (limit ?? 2_000) / 4))) }
}

extension ExpectedOutput: JSONWritable {
    /// `{"tokens", "learned"}`, and `answers` where it is learned.
    public var json: JSONValue {
        var object: JSONObject = ["tokens": .number(JSONNumber(tokens)), "learned": .bool(answers > 0)]
        if answers > 0 { object.set("answers", answers) }
        return .object(object)
    }
}

extension CandidateOutcomes {
    /// What is expected of an answer that may have so many tokens of output; `nil`: too few answers are known.
    func expectedOutput(limit: Int?) -> ExpectedOutput? {
        guard answers >= Self.fewestLearned, let outputTokens else { return nil }
        return ExpectedOutput(tokens: max(1, min(outputTokens, limit ?? .max)), answers: answers)
    }

    /// How long an answer of so many tokens is expected to take after a wait in line; `nil`: too few answers were timed.
    func expectedTime(outputTokens: Int, after wait: Duration = .zero) -> ExpectedTime? {
        guard answers >= Self.fewestTimed, let firstToken else { return nil }
        return ExpectedTime(
            wait: wait, firstToken: firstToken, tokenTime: tokenTime ?? .zero, outputTokens: outputTokens, answers: answers)
    }
}
