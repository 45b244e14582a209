import Foundation
import Testing
import Waybill
import WaybillLedger

/// What `waybill usage --html` writes.
struct UsagePageTests {
    private static func page(_ calls: [CallRecord], by dimensions: [UsageDimension] = [], _ price: Price? = nil) async throws -> UsagePage {
        let books = try await ShopBooks(calls, unfinished: nil)
        return try LedgerReader(path: books.path).usagePage(UsageQuery(by: dimensions)) { _ in price }
    }

    /// A call of a workload, answered by a model.
    private static func call(
        _ workload: Workload, at seconds: Int, _ model: ModelName = ShopCalls.small,
        price: Price? = Price(input: 200_000, output: 1_250_000),
        input: Int = 1_000
    ) -> CallRecord {
        var maker = CallMaker(workload, .seconds(seconds), [model], number: UInt64(seconds))
        maker.answer(
            model, TokenUsage(uncachedInput: input, cachedInput: 0, outputText: 10), price: price, firstToken: .milliseconds(200),
            whole: .milliseconds(900))
        return maker.record(failure: nil)
    }

    private static let noon = 1_795_262_400

    // MARK: The file

    @Test func looksAsItDid() async throws {
        let path = try await ShopBooks.shared.value.path
        let run = try await CommandRun("waybill usage --ledger '\(path)' --html - --since 2026-11-20 --until 2026-11-21 --by provider")
        let file = Fixture.root.appending(path: "Pages/usage.html")
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil { try Data(run.output.utf8).write(to: file) }
        #expect(run.output == (try String(contentsOf: file, encoding: .utf8)))
        #expect(run.errors.isEmpty && run.exitCode == 0)
    }

    @Test func replacesWhatIsThereAndLeavesNothingElse() async throws {
        let folder = try TemporaryFolder()
        try folder.write("old", to: "page.html")
        let file = folder.url.appending(path: "page.html")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
        try FileManager.default.createSymbolicLink(atPath: folder.url.appending(path: "link.html").path, withDestinationPath: "page.html")
        let run = try await CommandRun(
            "waybill usage --ledger $BOOKS --html '\(folder.url.path)/link.html'", environment: try await Self.books)
        #expect(run.exitCode == 0 && run.output.isEmpty && run.errors.isEmpty)
        #expect(try String(contentsOf: file, encoding: .utf8).hasSuffix("</html>\n"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["link.html", "page.html"])
        #expect(try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o640)
    }

    @Test(arguments: [
        ("FOLDER", "it is a folder"), ("FOLDER/none/page.html", "See that its folder is there."), ("/dev/full", "No space left on device"),
        ("/proc/page.html", "cannot be written"), ("''", "is empty"), ("page.html --json", "do not go together"),
    ])
    func saysWhatKeepsThePageFromBeingWritten(argument: String, complaint: String) async throws {
        let folder = try TemporaryFolder()
        let path = argument.replacing("FOLDER", with: folder.url.path)
        let run = try await CommandRun("waybill usage --ledger $BOOKS --html \(path)", environment: try await Self.books)
        #expect(run.exitCode == (["''", "page.html --json"].contains(argument) ? 64 : 1))
        let text = (run.errors + run.output).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(text.contains(complaint), "\(text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == [])
    }

    private static var books: [String: String] {
        get async throws { ["BOOKS": try await ShopBooks.shared.value.path] }
    }

    // MARK: The markup

    @Test(arguments: [1, 3, 14, 120, 400, 900])
    func everyPageIsWellFormedAndWhole(days: Int) async throws {
        let html = try await Self.page(ShopCalls(days: days, perDay: 6).all, by: [.workload, .model, .month]).html
        #expect(html == (try await Self.page(ShopCalls(days: days, perDay: 6).all, by: [.workload, .model, .month])).html)
        let check = MarkupCheck(html)
        #expect(check.fault == nil)
        #expect(!check.elements.contains { ["script", "link", "img", "iframe", "a", "object"].contains($0) })
        for word in ["http:", "https:", "url(", "@import", "javascript:"] { #expect(!html.contains(word)) }
        #expect(check.rows.count < 250)
        #expect(check.headings.contains("By workload and model and month"))
    }

    @Test func namesAreTextWhateverTheyAre() async throws {
        let names = [
            "<script>alert(1)</script>", "\"&'><b x=\"", "]]>", "a\u{0}b\u{1B}[31m\u{FFFF}", "&lt;", "grüße 🙂 \u{202E}abc", "--><!--",
        ]
        var calls = names.enumerated().map { Self.call(Workload(rawValue: $1), at: Self.noon + $0) }
        calls.append(Self.call("plain", at: Self.noon + 100, ModelName(provider: "<i>", id: "\"onload=\"x")))
        let page = try await Self.page(calls, by: [.provider, .workload])
        let check = MarkupCheck(page.html)
        #expect(check.fault == nil)
        #expect(!page.html.contains("<script") && !check.elements.contains("script") && !check.elements.contains("i"))
        let cells = Set(check.rows.compactMap(\.first))
        for name in names where !name.contains("\u{0}") { #expect(cells.contains(name), "\(name)") }
        #expect(cells.contains("a\u{FFFD}b\u{FFFD}[31m\u{FFFD}") && cells.contains("<i>/\"onload=\"x"))
    }

    // MARK: The figures

    @Test func figuresAreThoseOfTheReport() async throws {
        let books = try await ShopBooks.shared.value
        let reader = try LedgerReader(path: books.path)
        let page = try reader.usagePage(UsageQuery())
        let rows = MarkupCheck(page.html).rows
        for dimension in [UsageDimension.workload, .model] {
            let report = try reader.usage(UsageQuery(by: [dimension]))
            for group in report.groups {
                let figures = group.figures
                let row = try #require(rows.first { $0.first == group.labels[0] && $0.count == 12 })
                #expect(row[2] == (figures.unpricedAttempts > 0 ? "not known" : figures.cost.shortText))
                #expect(row[3] == figures.calls.grouped)
                #expect(row[4] == (figures.failed + figures.degraded == 0 ? "–" : "\(figures.failed + figures.degraded)"))
                #expect(row[6] == figures.tokens.cacheHitRate?.percentText)
                #expect(row[10] == figures.duration.percentile(50)?.shortText)
            }
        }
        let days = try reader.usage(UsageQuery(by: [.day])).groups
        let byDay = rows.filter { $0.count == 8 && $0[0].hasSuffix("Nov 2026") }
        #expect(byDay.map { $0[1] } == days.map(\.figures.calls.grouped))
        #expect(rows.contains { $0.first == "all" && $0.contains("≥ \(page.report.total.cost.shortText)") })
        #expect(page.report.total.json == (try reader.usage(UsageQuery())).total.json)
    }

    @Test func emptyBooksHaveAPageThatSaysSo() async throws {
        let page = try await Self.page([])
        #expect(page.html.contains("There is no call in the books that is meant here."))
        #expect(MarkupCheck(page.html).fault == nil)
        let books = try await Self.books
        let run = try await CommandRun("waybill usage --ledger $BOOKS --workload unknown --html -", environment: books)
        #expect(run.exitCode == 0)
        #expect(run.output.contains("only workload <bdi>unknown</bdi>") && run.errors.contains("No call in the books is like that."))
    }

    @Test func anUnknownPriceIsNeverNothing() async throws {
        let unknown = try await Self.page([Self.call("draft", at: Self.noon, price: nil)]).html
        #expect(unknown.contains("not known") && !unknown.contains("$0.00<"))
        let some = try await Self.page([Self.call("draft", at: Self.noon, price: nil), Self.call("chat", at: Self.noon + 7_200)])
        let rows = MarkupCheck(some.html).rows
        #expect(rows.first { $0.first == "draft" }?[2] == "not known")
        #expect(rows.first { $0.first == "all" }?[2] == "≥ $0.000213")
        #expect(some.html.contains("class=\"more\""))
    }

    @Test func sumsOfEverySizeAreShown() async throws {
        let tiny = try await Self.page([
            Self.call("a", at: Self.noon, price: Price(input: 1, output: 0), input: 1), Self.call("a", at: Self.noon + 4_000),
        ])
        #expect(MarkupCheck(tiny.html).fault == nil)
        let huge = try await Self.page(
            (0..<3)
                .map { Self.call("a", at: Self.noon + $0 * 86_400, price: Price(input: 900_000_000_000, output: 0), input: 4_000_000_000) })
        #expect(huge.html.contains("$10,800,000,000.00"))
        #expect(MarkupCheck(huge.html).fault == nil)
        let nothing = Price(input: 0, output: 0)
        let free = try await Self.page([0, 9_000].map { Self.call("a", at: Self.noon + $0, price: nothing) })
        #expect(free.html.contains("$0.00") && free.html.contains("Calls per hour") && !free.html.contains("Cost per hour"))
    }

    @Test(arguments: [
        (60, "By hour"), (70 * 3_600, "By hour"), (80 * 3_600, "By day"), (99 * 86_400, "By day"), (300 * 86_400, "By week"),
        (900 * 86_400, "By month"),
    ])
    func stepsAreAsLongAsTheTimeIs(seconds: Int, heading: String) async throws {
        let page = try await Self.page([Self.call("a", at: Self.noon), Self.call("a", at: Self.noon + seconds)])
        let check = MarkupCheck(page.html)
        #expect(check.headings.contains(heading))
        #expect(check.rows.filter { $0.count == 8 && Int($0[1]) != nil }.map { $0[1] } == (seconds == 60 ? ["2"] : ["1", "1", "2"]))
    }
}
