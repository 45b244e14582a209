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

    /// Reports what cannot work.
    package mutating func error(_ message: @autoclosure () -> String, at location: SourceLocation?) { report(.error, message, location) }

    /// Reports what works, but hardly as meant.
    package mutating func warning(_ message: @autoclosure () -> String, at location: SourceLocation?) {
        report(.warning, message, location)
    }

    /// Reports what is worth knowing.
    package mutating func note(_ message: @autoclosure () -> String, at location: SourceLocation?) { report(.note, message, location) }

    /// Takes over what was found elsewhere.
    package mutating func add(_ others: [Diagnostic]) {
        for other in others { report(other.severity, { other.message }, other.location) }
    }

    private mutating func report(_ severity: Diagnostic.Severity, _ message: () -> String, _ location: SourceLocation?) {
        guard counts[severity, default: 0] < Self.most else { return }
        let diagnostic = Diagnostic(severity, message(), at: location)
        guard known.insert(diagnostic).inserted else { return }
        counts[severity, default: 0] += 1
        diagnostics.append(diagnostic)
    }
}
