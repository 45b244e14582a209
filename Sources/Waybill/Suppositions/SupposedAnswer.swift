import WaybillInterchange
import WaybillRoutePlanning
import WaybillRoutes
import WaybillTokenCounting

/// What a candidate is taken to answer: as many words as its plan expects tokens, at a usual pace, with the usage that its plan counts.
///
/// It keeps the clocks of its route, so that what is supposed to go well never fails for being slow.
struct SupposedAnswer: Sendable {
    /// How long an error takes to come.
    static let errorDelay = Duration.milliseconds(100)
    /// How long the first word of a streamed answer takes.
    static let firstContent = Duration.milliseconds(500)
    /// How long every further word takes.
    static let pace = Duration.milliseconds(20)

    private let inputTokens: Int
    private let tokenizer: Tokenizer
    private let words: Int
    private let delay: Duration
    private let pace: Duration

    init(of candidate: PlannedCandidate, within deadline: Duration) {
        inputTokens = candidate.inputTokens.tokens
        tokenizer = candidate.tokenizer
        words = candidate.expectedOutput.tokens
        // At most half of the deadline together, so that there is time for what fails before.
        let pace = min(Self.pace, candidate.stall / 2, deadline / 4 / words)
        let latest = min(candidate.firstToken / 2, deadline / 4)
        self.pace = candidate.streams ? pace : .zero
        delay = min(latest, Self.firstContent + (candidate.streams ? .zero : pace * words))
    }

    /// Puts in place of a script's fixed text what the candidate is taken to answer, and takes the time for an empty answer; any other stays as
    /// it is.
    func filling(_ answer: RehearsalScript.Answer, for request: RehearsedRequest) -> RehearsalScript.Answer {
        var answer = answer
        if answer == RehearsalScript.Answer() { answer.delay = delay }
        guard answer.text == RehearsalScript.Answer.fixedText else { return answer }
        let whole = Self.text(words)
        let given = request.givenBeginning.flatMap { whole.hasPrefix($0) ? $0 : nil } ?? ""
        answer.text = String(whole.dropFirst(given.count))
        answer.usage = TokenUsage(
            uncachedInput: inputTokens + tokenizer.count(given).tokens, outputText: tokenizer.count(answer.text).tokens)
        answer.delay = delay
        answer.pace = pace
        return answer
    }

    /// So many words, each of which is one token to most models.
    private static func text(_ count: Int) -> String {
        let words = [
            "no", "model", "was", "asked", "and", "nothing", "was", "sent", "so", "these", "words", "stand", "for", "an", "answer",
        ]
        return (0..<count).map { words[$0 % words.count] }.joined(separator: " ")
    }
}

extension RehearsedRequest {
    /// The beginning of an answer that the request asks to go on from; `nil` where there is none.
    fileprivate var givenBeginning: String? {
        guard let last = (body["messages"] ?? body["input"])?.arrayValue?.last, last["role"]?.stringValue == "assistant" else { return nil }
        return last["content"]?.stringValue ?? last["content"]?.arrayValue?.compactMap { $0["text"]?.stringValue }.joined()
    }
}
