/// Markup of a page that is well-formed, as XML wants it: every element is closed, and text is only ever in it with its special characters escaped.
///
/// A text that is written where markup is wanted becomes escaped text.
struct Markup: Sendable, Hashable, ExpressibleByStringInterpolation {
    /// The markup as it stands in the file.
    private(set) var source: String

    private init(source: String) { self.source = source }

    /// Markup of a text.
    init(_ text: String) { source = Self.escaped(text) }

    init(stringLiteral text: String) { self.init(text) }

    /// Several pieces, one after the other.
    init(_ pieces: [Markup]) { source = pieces.lazy.map(\.source).joined() }

    /// Markup that stands in the program itself.
    static func verbatim(_ source: StaticString) -> Markup { Markup(source: "\(source)") }

    /// An element.
    ///
    /// - Parameters:
    ///   - attributes: Their values are escaped; one that is `nil` is left out.
    ///   - content: What is in it.
    static func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: [Markup]) -> Markup {
        var source = beginsLine.contains(name) ? "\n<\(name)" : "<\(name)"
        for case (let key, let value?) in attributes { source += " \(key)=\"\(escaped(value))\"" }
        if content.isEmpty, closesItself.contains(name) { return Markup(source: source + "/>") }
        source += ">"
        for piece in content { source += piece.source }
        return Markup(source: "\(source)</\(name)>")
    }

    static func element(_ name: String, _ attributes: KeyValuePairs<String, String?> = [:], _ content: Markup...) -> Markup {
        element(name, attributes, content)
    }

    /// A name that somebody gave: whatever its letters are, it does not turn the text around it.
    static func name(_ text: String) -> Markup { element("bdi", [:], Markup(text)) }

    static func + (left: Markup, right: Markup) -> Markup { Markup(source: left.source + right.source) }

    /// The elements that HTML lets close themselves: those that hold nothing, and those of drawings.
    private static let closesItself: Set = ["meta", "rect", "line"]

    /// The elements that stand on lines of their own, so that people and tools can compare pages.
    private static let beginsLine: Set = [
        "body", "div", "dl", "figure", "footer", "g", "h1", "h2", "head", "header", "line", "main", "meta", "p", "section", "style",
        "table", "tbody",
        "tfoot", "thead", "tr",
    ]

    /// A text in which no character means anything to a parser; what no page may hold is replaced.
    private static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "&": result += "&amp;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case _ where scalar.properties.generalCategory == .control || scalar.properties.isNoncharacterCodePoint:
                result.unicodeScalars.append("\u{FFFD}")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
