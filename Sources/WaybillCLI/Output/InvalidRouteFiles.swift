import Waybill

/// Route files that cannot be used, for a command that needs them.
struct InvalidRouteFiles: Error {
    private let path: String
    private let sources: [String: SourceText]
    /// What makes them unusable.
    private let errors: [Diagnostic]

    init(path: String, inspection: RouteFilesInspection) {
        self.path = path
        sources = inspection.sources
        errors = inspection.diagnostics.filter { $0.severity == .error }
    }

    /// Every error with its line; where there are several, how many.
    func text(_ look: Look) -> String {
        let lines = DiagnosticRenderer(sources: sources, width: look.width).lines(of: errors)
        return errors.count == 1 ? lines : lines + look.error("\(summary).")
    }

    /// The errors in a sentence and one by one.
    var json: JSONObject {
        var object = JSONObject(kind: "invalid-routes", message: message)
        object["diagnostics"] = errors.json
        return object
    }

    private var message: String {
        guard let first = errors.first else { return summary }
        return errors.count == 1 ? first.description : "\(summary); the first: \(first)"
    }

    private var summary: String { "\(path) cannot be used: \(DiagnosticRenderer.summary(errors))" }
}

extension DiagnosticRenderer {
    /// The diagnostics, each with a line break after it.
    func lines(of diagnostics: [Diagnostic]) -> String {
        diagnostics.map { render($0) + "\n" }.joined()
    }
}
