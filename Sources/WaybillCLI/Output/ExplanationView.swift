import Waybill

/// What there is to say about one kind of fault.
struct ExplanationView {
    let code: DiagnosticCode
    let look: Look

    /// The code, its explanation and its example.
    var text: String {
        var text = "\(look.bold("\(code) \(code.name)")) (\(code.severity))\n\n"
        text += code.explanation.wrapped(to: look.width).map { "\($0)\n" }.joined()
        guard let example = code.example else { return text }
        return text + "\nIn \(example.place.rawValue), instead of\n\n\(block(example.fault))\nwrite\n\n\(block(example.mending))"
    }

    private func block(_ lines: String) -> String {
        lines.split(separator: "\n").map { "    \($0)\n" }.joined()
    }
}
