import Waybill

/// What was found in a set of route files, and whether it passes.
struct CheckResult {
    private let inspection: RouteFilesInspection
    private let diagnostics: [Diagnostic]
    /// Whether the files pass.
    let isValid: Bool

    /// - Parameter isStrict: Whether warnings fail too.
    init(inspection: RouteFilesInspection, isStrict: Bool) {
        self.inspection = inspection.adding(inspection.table.map { RouteFiles.missingKeys(in: $0) } ?? [])
        diagnostics = self.inspection.diagnostics
        isValid = !diagnostics.contains { $0.severity == .error || isStrict && $0.severity == .warning }
    }

    /// The diagnostics with their lines, and a summary.
    func text(path: String, showsNotes: Bool, _ look: Look) -> String {
        let shown = diagnostics.filter { showsNotes || $0.severity != .note }
        let hidden = diagnostics.count - shown.count
        let more = hidden > 0 ? " (\(hidden) note\(hidden == 1 ? "" : "s") with --notes)" : ""
        let summary = DiagnosticRenderer.summary(shown)
        let paint = isValid ? (shown.isEmpty ? look.green : look.yellow) : look.red
        return DiagnosticRenderer(sources: inspection.sources, width: look.width).lines(of: shown, look)
            + contents(path) + "\(paint(summary))\(more)\n"
    }

    /// What the files hold, where they can be used.
    private func contents(_ path: String) -> String {
        guard let table = inspection.table else { return "\(path): " }
        let models = table.providers.values.reduce(0) { $0 + $1.models.count }
        let counts = [count(table.routes.count, "workload"), count(table.providers.count, "provider"), count(models, "model")]
        return "\(path): \(counts.joined(separator: ", "))\n"
    }

    private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `{"valid", "files", "errors", "warnings", "notes", "diagnostics"}`, and `error` where the files do not pass.
    var json: JSONValue {
        func count(_ severity: Diagnostic.Severity) -> JSONValue {
            .number(JSONNumber(diagnostics.count { $0.severity == severity }))
        }
        var object: JSONObject = [
            "valid": .bool(isValid), "files": .array(inspection.files.map(JSONValue.string)), "errors": count(.error),
            "warnings": count(.warning), "notes": count(.note), "diagnostics": diagnostics.json,
        ]
        if !isValid {
            let message = "The check found \(DiagnosticRenderer.summary(diagnostics))."
            object["error"] = .object(JSONObject(kind: "invalid-routes", message: message))
        }
        return .object(object)
    }
}
