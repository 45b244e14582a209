import Foundation
import Testing
import Waybill
import WaybillLedger

/// What `waybill send` leaves in the books.
struct BooksTests {
    private static let call = #"waybill send fails-over "Where is order 1207?""#

    @Test func aCallIsInTheBooksUnderTheNameThatItsReportGives() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "own.sqlite").path
        let run = try await CommandRun("\(Self.call) --ledger '\(path)'")
        #expect(run.exitCode == 0)
        let name = try #require(run.errors.split(separator: "\n").first { $0.hasPrefix("  call ") }?.split(separator: " ").last)
        let found = try LedgerReader(path: path).calls(beginningWith: String(name))
        #expect(found.map(\.id.description) == [String(name)])
        #expect(found.first?.report?.attempts.map(\.outcome) == [.failed, .answered])
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(path).journals") == [])
    }

    @Test func aFailedCallIsInTheBooksToo() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "own.sqlite").path
        let run = try await CommandRun("waybill send always-down hello", environment: ["WAYBILL_LEDGER": path])
        #expect(run.exitCode == 1)
        let found = try #require(try LedgerReader(path: path).calls(limit: 2).first)
        #expect(found.failure == .overloaded)
        #expect(run.errors.contains(found.id.description))
    }

    @Test(arguments: [(["XDG_STATE_HOME": "FOLDER/state"], "state/waybill"), (["HOME": "FOLDER"], ".local/state/waybill")])
    func booksHaveTheirUsualPlace(variables: [String: String], place: String) async throws {
        let folder = try TemporaryFolder()
        var environment = variables.mapValues { $0.replacing("FOLDER", with: folder.url.path) }
        environment["WAYBILL_LEDGER"] = ""
        let run = try await CommandRun(Self.call, environment: environment)
        #expect(run.exitCode == 0)
        #expect(!run.errors.contains("Note:"))
        #expect(try LedgerReader(path: folder.url.appending(path: "\(place)/ledger.sqlite").path).calls(limit: 2).count == 1)
    }

    @Test func booksThatCannotBeKeptDoNotKeepTheCallFromGoingOn() async throws {
        let folder = try TemporaryFolder()
        try folder.write("no database", to: "letter.txt")
        let complaints = [
            ("--ledger \(folder.url.path)/letter.txt", "something else than Waybill"),
            ("--ledger \(folder.url.path)/not/there.sqlite", "See that the folder is there"),
            ("--ledger ''", "is empty"),
        ]
        for (option, complaint) in complaints {
            let run = try await CommandRun("\(Self.call) \(option)")
            let text = run.errors.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(text.contains(complaint), "\(run.errors)")
            #expect(run.exitCode == (option.hasSuffix("''") ? 64 : 0))
        }
        let homeless = try await CommandRun(Self.call, environment: ["WAYBILL_LEDGER": ""])
        #expect(homeless.exitCode == 0)
        #expect(homeless.errors.contains("no home folder"))
    }
}
