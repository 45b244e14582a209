package import WaybillInterchange

/// Diagnostics as they are found, each once, and of every severity no more than anybody reads.
///
/// A message is only written where it is kept: looking for a suggestion takes time, and a hostile file has countless faults.
package struct DiagnosticLog {
    /// The most diagnostics of one severity.
    package static let most = 200

    /// What was found, in the order in which it was.
    package private(set) var diagnostics: [Diagnostic] = []
    private var known: Set<Diagnostic> = []
    private var counts: [Diagnostic.Severity: Int] = [:]

    /// Creates an empty log.
    package init() {}

    /// Whether anything found is an error.
    package var hasErrors: Bool { counts[.error] != nil }

    /// Reports a fault; how bad it is follows from its kind.
    package mutating func report(_ kind: some FaultKind, _ message: @autoclosure () -> DiagnosticMessage, at location: SourceLocation?) {
        let code = DiagnosticCode(kind)
        guard counts[code.severity, default: 0] < Self.most else { return }
        let message = message()
        add(Diagnostic(code, message.text, at: location, replacement: message.replacement))
    }

    /// Takes over what was found elsewhere.
    package mutating func add(_ others: [Diagnostic]) {
        for other in others { add(other) }
    }

    private mutating func add(_ diagnostic: Diagnostic) {
        guard counts[diagnostic.severity, default: 0] < Self.most, known.insert(diagnostic).inserted else { return }
        counts[diagnostic.severity, default: 0] += 1
        diagnostics.append(diagnostic)
    }
}
