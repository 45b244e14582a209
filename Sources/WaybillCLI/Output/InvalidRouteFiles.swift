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
        let lines = DiagnosticRenderer(sources: sources, width: look.width).lines(of: errors, look)
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
    /// The diagnostics, each with a line break after it, its place and its severity painted.
    func lines(of diagnostics: [Diagnostic], _ look: Look) -> String {
        diagnostics.map { diagnostic in
            let text = render(diagnostic)
            let place = diagnostic.location.map { "\($0)" } ?? ""
            let severity = (place.isEmpty ? "" : ": ") + diagnostic.severity.rawValue
            guard text.hasPrefix(place + severity) else { return text + "\n" }
            let rest = text.dropFirst(place.count + severity.count)
            return (place.isEmpty ? "" : look.bold(place)) + look.paint(diagnostic.severity)(severity) + rest + "\n"
        }
        .joined()
    }
}

extension Look {
    fileprivate func paint(_ severity: Diagnostic.Severity) -> (String) -> String {
        switch severity {
        case .error: red
        case .warning: yellow
        case .note: dim
        }
    }
}
