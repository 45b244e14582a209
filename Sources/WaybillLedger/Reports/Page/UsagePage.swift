public import WaybillInterchange
public import WaybillRoutes

/// What was used, as one page for a browser or for paper: all that it needs is in it, and nothing in it runs.
///
/// ## Usage
///
/// ```swift
/// let page = try LedgerReader(path: "ledger.sqlite").usagePage(UsageQuery()) { table.providers[$0.provider]?.model($0.id)?.price }
/// try Data(page.html.utf8).write(to: URL(filePath: "usage.html"))
/// ```
///
/// The same books and the same query make the same bytes.
public struct UsagePage: Sendable {
    /// What the page shows: by workload, model and failure, and by hour or day, beside what ``query`` asks for.
    public let report: UsageReport
    /// Which usage is meant; its dimensions are a table of their own.
    public let query: UsageQuery

    let total: UsageFigures
    let steps: TimeSteps

    init(_ report: UsageReport, _ query: UsageQuery) {
        self.report = report
        self.query = query
        total = report.total
        steps = TimeSteps(report)
    }

    /// The page.
    public var html: String {
        let head: [Markup] = [
            .element("meta", ["charset": "utf-8"]),
            .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
            .element("meta", ["name": "color-scheme", "content": "light dark"]),
            .element("meta", ["name": "generator", "content": "Waybill"]),
            .element("title", [:], Markup("Usage, \(period)")), .element("style", [:], PageStyle.sheet),
        ]
        let page = Markup.element(
            "html", ["lang": "en"], .element("head", [:], head), .element("body", [:], header, .element("main", [:], sections)))
        return "<!DOCTYPE html>\n\(page.source)\n"
    }

    private var sections: [Markup] {
        guard !report.groups.isEmpty else {
            return [.element("p", ["class": "nothing"], "There is no call in the books that is meant here.")]
        }
        return [totals, overTime] + groups + [cache, failures, counts] + [timeTable, notes]
    }

    /// A section with its heading.
    static func section(_ heading: String, _ content: [Markup]) -> Markup {
        .element("section", [:], [.element("h2", [:], Markup(heading))] + content)
    }

    static func paragraph(_ text: Markup) -> Markup { .element("p", [:], text) }
}

extension LedgerReader {
    /// Makes a page of what was used, in one pass over the books.
    ///
    /// - Parameters:
    ///   - query: Which usage is meant. What it is told apart by, beside workloads and models, has a table of its own.
    ///   - prices: What a model costs now, as for ``usage(_:prices:)``.
    /// - Throws: ``LedgerError``.
    public func usagePage(_ query: UsageQuery, prices: @escaping @Sendable (ModelName) -> Price? = { _ in nil }) throws -> UsagePage {
        var whole = query
        let parts: [UsageDimension] = [.workload, .model, .failure, try spansDays(query) ? .day : .hour]
        whole.dimensions = parts + query.dimensions.filter { !parts.contains($0) }
        return UsagePage(try usage(whole, prices: prices), query)
    }

    /// Whether the calls that are meant are too far apart to be told by the hour.
    private func spansDays(_ query: UsageQuery) throws -> Bool {
        var calls = CallFilter()
        (calls.since, calls.until, calls.workload) = (query.since, query.until, query.workload)
        guard let span = try span(of: calls) else { return true }
        return span.upperBound - span.lowerBound > .seconds(72 * 3_600)
    }
}
