import Foundation
import Testing

@testable import WaybillCLI

// Within the transcripts, so that one command runs at a time.
extension TranscriptTests {
    /// What a person sees of each command: on terminals of two widths, with and without colour.
    ///
    /// `cat` shows the files as a terminal does. `WAYBILL_RECORD=1 swift test --filter TranscriptTests` writes them anew.
    struct ScreenTests {
        struct Screen: CustomTestStringConvertible {
            let name: String
            let command: String
            let columns: Int
            let hasColours: Bool

            var testDescription: String { file }

            /// The name of the file that holds it.
            var file: String { "\(name)-\(columns)\(hasColours ? "-colour" : "").txt" }
        }

        private static let commands = [
            ("route", #"waybill route support-chat "Where is order 1207?""#),
            ("route-all", "waybill route --all"),
            ("route-matrix", "waybill route --matrix ../Matrix/requests"),
            ("route-moved", "waybill route --matrix ../Matrix/requests --expect ../Matrix/outdated.tsv"),
            ("route-suppose", #"waybill route support-chat "Where is order 1207?" --suppose "cloud/large=429:2,503;cloud/small=cut@40""#),
            ("diff", "waybill diff ../Diff/new/routes.yaml --routes ../Diff/old/routes.yaml --requests ../Matrix/requests"),
            ("models", "waybill models cloud/ --on 2999-12-10"),
            ("models-sorted", "waybill models --sort output-price --on 3000-01-01"),
            ("check", "waybill check --on 2999-12-10"),
            ("tokens", "waybill tokens ../Texts/question.txt ../Texts/antwort.txt"),
            ("prefix", "waybill prefix ../Requests/monday.json ../Requests/tuesday.json"),
            ("usage", "waybill usage --ledger $BOOKS --by workload,model --since 14d --until 2026-11-21"),
            ("calls", "waybill calls --ledger $BOOKS --limit 12"),
            ("calls-story", "waybill calls --ledger $BOOKS 01a200225620"),
            ("wide-letters", "waybill route --all --routes ../WideLetters/routes.yaml"),
        ]

        static let screens = commands.flatMap { name, command in
            [80, 120]
                .flatMap { columns in
                    [false, true].map { Screen(name: name, command: command, columns: columns, hasColours: $0) }
                }
        }

        @Test(arguments: screens)
        func looksAsItDid(screen: Screen) async throws {
            let run = try await TerminalRun(
                screen.command, columns: screen.columns,
                environment: ["BOOKS": ShopBooks.shared.value.path].merging(screen.hasColours ? [:] : ["NO_COLOR": "1"]) { $1 })
            let file = Fixture.folder("Screens").appending(path: screen.file)
            if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil { try Data(run.screen.utf8).write(to: file) }
            #expect(run.screen == (try String(contentsOf: file, encoding: .utf8)))
        }

        @Test(arguments: screens)
        func fitsIntoItsTerminal(screen: Screen) throws {
            let text = try String(contentsOf: Fixture.folder("Screens").appending(path: screen.file), encoding: .utf8)
            #expect(text.contains("\u{1B}[") == screen.hasColours)
            for line in text.withoutColours.split(separator: "\n") {
                // A diagnostic is one line, as compilers write it, and no name is cut.
                let isDiagnostic = line.contains(": error: ") || line.contains(": warning: ")
                let hasLongName = line.split(separator: " ").contains { String($0).columns > screen.columns / 2 }
                #expect(isDiagnostic || hasLongName || String(line).columns <= screen.columns, "\(line)")
            }
        }

        @Test func theVariableColumnsHasTheLastWord() async throws {
            let narrow = try await TerminalRun("waybill route --all", columns: 120, environment: ["NO_COLOR": "1", "COLUMNS": "80"])
            #expect(
                narrow.screen == (try String(contentsOf: Fixture.folder("Screens").appending(path: "route-all-80.txt"), encoding: .utf8)))
            let senseless = try await TerminalRun("waybill route --all", columns: 80, environment: ["NO_COLOR": "1", "COLUMNS": "-1"])
            #expect(senseless.screen == narrow.screen)
        }
    }
}

extension String {
    /// The text without what sets colours.
    fileprivate var withoutColours: String {
        let pieces = components(separatedBy: "\u{1B}[")
        return pieces[0] + pieces.dropFirst().map { $0.drop { $0 != "m" }.dropFirst() }.joined()
    }
}
