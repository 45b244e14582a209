import Foundation

#if canImport(FoundationXML)
import FoundationXML
#endif

/// A page as a strict reader sees it: an element that is not closed, or a character that should be escaped, ends it.
final class MarkupCheck: NSObject, XMLParserDelegate {
    /// What is wrong; `nil`: nothing is.
    private(set) var fault: String?
    /// The names of the elements, in their order.
    private(set) var elements: [String] = []
    /// Rows of tables, each with the texts of its cells.
    private(set) var rows: [[String]] = []
    /// The text of headings.
    private(set) var headings: [String] = []
    private var text = ""

    init(_ page: String) {
        super.init()
        let parser = XMLParser(data: Data(page.utf8))
        parser.delegate = self
        if !parser.parse() { fault = "line \(parser.lineNumber), column \(parser.columnNumber): \(String(describing: parser.parserError))" }
    }

    func parser(_: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?, attributes: [String: String]) {
        elements.append(name)
        if name == "tr" { rows.append([]) }
        if ["td", "th", "h1", "h2", "h3"].contains(name) { text = "" }
    }

    func parser(_: XMLParser, foundCharacters characters: String) { text += characters }

    func parser(_: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
        switch name {
        case "td", "th": rows[rows.count - 1].append(text.filter { $0 != "\u{2007}" })
        case "h1", "h2", "h3": headings.append(text)
        default: break
        }
    }
}
