import Foundation
import Testing

/// Every command and every help screen as text.
///
/// `WAYBILL_RECORD=1 swift test --filter TranscriptTests` writes them anew.
@Suite(.serialized)
struct TranscriptTests {
    static let names: [String] = {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: Fixture.folder("Transcripts").path)) ?? []
        return files.filter { $0.hasSuffix(".txt") }.sorted()
    }()

    @Test(arguments: names)
    func printsWhatTheTranscriptSays(name: String) async throws {
        let file = Fixture.folder("Transcripts").appending(path: name)
        let text = try String(contentsOf: file, encoding: .utf8)
        let command = text.prefix { $0 != "\n" }.dropFirst(2)
        let found = Transcript(String(command), try await CommandRun(String(command), environment: ["BOOKS": ShopBooks.shared.value.path]))
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil {
            try Data(found.text.utf8).write(to: file)
        }
        let expected = try Transcript(try String(contentsOf: file, encoding: .utf8))
        #expect(found.output == expected.output)
        #expect(found.errors == expected.errors)
        #expect(found.exitCode == expected.exitCode)
    }

    @Test func everyCommandHasATranscriptOfItsHelp() {
        for command in ["", "route-", "send-", "check-", "tokens-", "models-", "prefix-", "diff-", "usage-", "calls-", "replay-", "cost-"] {
            #expect(Self.names.contains("help-\(command)screen.txt"))
        }
    }

    @Test(arguments: names)
    func fitsIntoEightyColumns(name: String) throws {
        let transcript = try Transcript(try String(contentsOf: Fixture.folder("Transcripts").appending(path: name), encoding: .utf8))
        // What programs read has the lines that it needs.
        guard !["--json", "--wire", "--ids", "--lines"].contains(where: transcript.command.contains) else { return }
        for line in (transcript.output + transcript.errors).split(separator: "\n") where line.count > 80 {
            // A diagnostic is one line, as compilers write it; the words of a model are its own.
            #expect(line.contains(": error: ") || line.contains(": warning: ") || line.contains(": note: "), "\(line)")
        }
    }
}
