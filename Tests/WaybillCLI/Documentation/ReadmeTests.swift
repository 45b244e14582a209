import Foundation
import Testing

/// What the README shows of commands is what they print.
struct ReadmeTests {
    private static let root = Fixture.root.appending(path: "../../..").standardized

    @Test func everyCommandPrintsWhatIsShown() async throws {
        let page = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
        let consoles = page.components(separatedBy: "```console\n").dropFirst()
            .map { after in
                let lines = after.components(separatedBy: "\n").prefix { $0 != "```" }
                return Recipe.Block(kind: .console, lines: ["```console"] + lines + ["```"])
            }
        #expect(consoles.count >= 2)
        let folder = try TemporaryFolder()
        for console in consoles {
            var printed: [String] = []
            for command in console.commands {
                let run = try await CommandRun(
                    "export WAYBILL_LEDGER='\(folder.url.path)/books.sqlite'; \(command)", in: Self.root)
                #expect(run.exitCode == 0, "\(run.errors)")
                printed += ["$ \(command)", run.output, run.errors]
            }
            #expect(Self.words(of: console.content) == Self.words(of: printed.joined(separator: "\n")))
        }
    }

    /// The words of a text, without what differs from run to run: moments, measured times, ids of calls.
    private static func words(of text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace)
            .map { word in
                let isID = [12, 32].contains(word.count) && word.allSatisfy(\.isHexDigit)
                let isMoment = word.count >= 8 && word.allSatisfy { $0.isNumber || ":-".contains($0) }
                let isTime = ["µs", "ms", "s"].contains { word.hasSuffix($0) && Double(word.dropLast($0.count)) != nil }
                return isID || isMoment || isTime ? "…" : String(word)
            }
    }
}
