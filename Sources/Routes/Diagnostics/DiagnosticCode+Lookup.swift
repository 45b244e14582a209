import WaybillInterchange

extension DiagnosticCode {
    /// The code that is written like this, as `WB030` or `unknown-key`, in letters of either case.
    ///
    /// - Throws: ``DiagnosticCodeUnknown`` with the nearest one.
    public static func find(_ text: String) throws(DiagnosticCodeUnknown) -> DiagnosticCode {
        let word = text.lowercased()
        if let code = all.first(where: { $0.id.lowercased() == word || $0.name == word }) { return code }
        let near = nearestWord(to: word.hasPrefix("wb") ? word.uppercased() : word, among: all.map(\.id) + all.map(\.name))
        throw DiagnosticCodeUnknown(text: text, nearest: near)
    }
}

/// A code that there is not.
public struct DiagnosticCodeUnknown: Error, Sendable, Hashable, CustomStringConvertible {
    /// What was looked for.
    public var text: String
    /// The code or the name that was probably meant.
    public var nearest: String?

    /// What is wrong, in a sentence.
    public var description: String {
        "There is no code '\(text)'; \(nearest.map { "did you mean '\($0)'?" } ?? "docs/diagnostics.md lists them all.")"
    }
}
