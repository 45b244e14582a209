extension RehearsalScript.Answer {
    /// The text of an answer for which nobody gives one.
    public static let fixedText = "This answer was rehearsed: no model was asked and nothing left this process."
    /// After how many pieces ``RehearsalScript/Interruption``s that name no number come.
    private static let piecesBeforeInterruption = 3

    fileprivate static func fixed(_ kind: RehearsalScript.Interruption.Kind? = nil) -> RehearsalScript.Answer {
        var answer = RehearsalScript.Answer(text: fixedText)
        answer.interruption = kind.map { .init($0, after: piecesBeforeInterruption) }
        return answer
    }
}

extension RehearsalScript.Step {
    /// The steps that have a word of their own, the same wherever failures are written down.
    ///
    /// Beside them stand the HTTP statuses of ``statuses``.
    public static let words: [(name: String, value: RehearsalScript.Step)] = [
        ("ok", .answer(.fixed())), ("empty", .answer(RehearsalScript.Answer())),
        ("cut", .answer(.fixed(.cut))), ("stall", .answer(.fixed(.stall))),
        ("context", .failure(.status(400, retryAfter: nil, code: "context_length_exceeded"))),
        ("policy", .failure(.status(400, retryAfter: nil, code: "content_policy_violation"))),
        ("reset", .failure(.reset)), ("refused", .failure(.refused)), ("dns", .failure(.unresolved)), ("tls", .failure(.untrusted)),
        ("silence", .failure(.silence)),
    ]

    /// The HTTP statuses that can be written as a step.
    public static let statuses = 400...599
}
