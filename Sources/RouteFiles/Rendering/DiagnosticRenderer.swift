import WaybillInterchange
public import WaybillRoutes

/// Shows diagnostics as a compiler does: the message, the line it speaks of, and a caret under the place.
///
/// ```
/// routes.yaml:14:15: error: no model 'gpt-5.4-mimi' in providers/openai.yaml; did you mean 'gpt-5.4-mini'?
///  14 |     models: [openai/gpt-5.4-mimi]
///     |              ^
/// ```
public struct DiagnosticRenderer: Sendable {
    private let sources: [String: SourceText]
    private let width: Int

    /// Creates a renderer.
    ///
    /// - Parameters:
    ///   - sources: The texts of the files by path; a diagnostic of any other file is shown without its line.
    ///   - width: The columns of the terminal. Messages are not broken, but lines of files are cut to it.
    public init(sources: [String: SourceText] = [:], width: Int = 80) {
        self.sources = sources
        self.width = max(40, width)
    }

    /// All diagnostics, one below the other, and how many there are.
    public func render(_ diagnostics: [Diagnostic]) -> String {
        guard !diagnostics.isEmpty else { return "" }
        return diagnostics.map { render($0) + "\n" }.joined() + Self.summary(diagnostics) + "\n"
    }

    /// One diagnostic, without a line break at the end.
    public func render(_ diagnostic: Diagnostic) -> String {
        guard let place = diagnostic.location, let line = sources[place.file]?.line(place.line) else { return diagnostic.description }
        let number = "\(place.line)"
        let gutter = String(repeating: " ", count: number.utf8.count)
        var excerpt = LineExcerpt(line, column: place.column)
        excerpt.cut(to: width - number.utf8.count - 4)
        guard !excerpt.text.isEmpty else { return diagnostic.description }
        let caret = String(repeating: " ", count: excerpt.caret) + "^"
        return "\(diagnostic)\n \(number) | \(excerpt.text)\n \(gutter) | \(caret)"
    }

    /// How many of each severity: `2 errors, 1 warning`; `no problems` where there are none.
    public static func summary(_ diagnostics: [Diagnostic]) -> String {
        let parts = Diagnostic.Severity.allCases.compactMap { severity -> String? in
            let count = diagnostics.count { $0.severity == severity }
            return count == 0 ? nil : "\(count) \(severity)\(count == 1 ? "" : "s")"
        }
        return parts.isEmpty ? "no problems" : parts.joined(separator: ", ")
    }
}
