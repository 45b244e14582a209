/// What a diagnostic says, and what to write instead where there is a likely guess.
package struct DiagnosticMessage: ExpressibleByStringInterpolation {
    /// What is wrong and what to do, without a full stop.
    package var text: String
    /// What to write in place of what is wrong.
    package var replacement: String?

    /// Creates a message.
    package init(_ text: String, replacement: String? = nil) {
        self.text = text
        self.replacement = replacement
    }

    package init(stringLiteral text: String) { self.init(text) }
    package init(stringInterpolation: DefaultStringInterpolation) { self.init(String(stringInterpolation: stringInterpolation)) }

    /// The message with the question whether `near` was meant; where nothing is near, with `otherwise`.
    package func suggesting(_ near: String?, otherwise: String? = nil) -> DiagnosticMessage {
        if let near { return DiagnosticMessage("\(text); did you mean '\(near)'?", replacement: near) }
        return DiagnosticMessage(otherwise.map { "\(text); \($0)" } ?? text)
    }
}
