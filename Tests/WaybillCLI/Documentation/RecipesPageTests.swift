import Foundation
import Testing

/// Every recipe of `docs/recipes.md` is done to a copy of the shipped files, and its commands print what the page says.
///
/// `WAYBILL_RECORD=1 swift test --filter RecipesPageTests` writes what they print anew.
@Suite(.serialized)
struct RecipesPageTests {
    private static let root = Fixture.root.appending(path: "../../..").standardized
    private static let page = root.appending(path: "docs/recipes.md")

    static let titles: [String] = ((try? RecipesPage(String(contentsOf: page, encoding: .utf8)))?.recipes ?? []).map(\.title)

    @Test func thereAreManyRecipes() {
        #expect(Self.titles.count >= 10)
    }

    @Test(arguments: titles)
    func aRecipeDoesWhatThePageShows(_ title: String) async throws {
        var page = try RecipesPage(String(contentsOf: Self.page, encoding: .utf8))
        let place = try #require(page.recipes.firstIndex { $0.title == title })
        let shown = page.recipes[place]
        #expect(shown.blocks.contains { $0.kind == .console }, "it shows no command")
        let kitchen = try Kitchen(shipped: Self.root)
        let found = try await kitchen.cook(shown)
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil {
            page.recipes[place] = found
            try Data(page.text.utf8).write(to: Self.page)
        } else {
            #expect(found.text == shown.text)
        }
    }

    @Test func whatIsPrintedFitsIntoEightyColumns() throws {
        let page = try RecipesPage(String(contentsOf: Self.page, encoding: .utf8))
        for line in page.recipes.flatMap(\.blocks).filter({ $0.kind == .console }).flatMap(\.lines) where line.count > 80 {
            // A diagnostic is one line, as compilers write it, and so is a row of a table for programs.
            #expect(line.contains(": warning: ") || line.contains("\t"), "\(line)")
        }
    }
}

/// A copy of the shipped files in which recipes are done, with a second one beside it: `new`, where they are edited.
private struct Kitchen {
    private let folder: TemporaryFolder
    private var new: URL { folder.url.appending(path: "new") }

    /// The day for which the shipped files say what is true.
    private static let today = "2026-11-20"
    /// Keys that the shipped files name, so that no command speaks of their absence; none is ever read.
    private static let environment = ["OPENAI_API_KEY": "sk-0", "OPENROUTER_API_KEY": "sk-0"]

    init(shipped: URL) throws {
        folder = try TemporaryFolder()
        let files = FileManager.default
        for place in [folder.url, new] {
            try files.createDirectory(at: place, withIntermediateDirectories: true)
            for name in ["routes.yaml", "providers"] {
                try files.copyItem(at: shipped.appending(path: name), to: place.appending(path: name))
            }
        }
    }

    /// Does everything that a recipe says, in its order.
    ///
    /// - Returns: The recipe with what its commands print now.
    func cook(_ recipe: Recipe) async throws -> Recipe {
        var result = recipe
        for (place, block) in recipe.blocks.enumerated() {
            switch block.kind {
            case .prose: break
            case .file(let path): try folder.write(block.content, to: "new/\(path)")
            case .lines(let path):
                let file = new.appending(path: path)
                let old = FileManager.default.fileExists(atPath: file.path) ? try String(contentsOf: file, encoding: .utf8) : ""
                try folder.write(YAMLLines(old).with(YAMLLines(block.content)).text, to: "new/\(path)")
            case .console: result.blocks[place].lines = try await run(block)
            }
        }
        return result
    }

    /// Runs the commands of a console: its lines with what is printed now.
    private func run(_ shown: Recipe.Block) async throws -> [String] {
        var lines = [shown.lines[0]]
        for command in shown.commands {
            lines += command.components(separatedBy: "\n").enumerated().map { $0 == 0 ? "$ \($1)" : $1 }
            let run = try await CommandRun(dated(command), in: new, environment: Self.environment)
            let printed = (run.output + run.errors).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            lines += printed.map(String.init)
            if run.exitCode != 0 { lines.append("[exit \(run.exitCode)]") }
        }
        return lines + ["```"]
    }

    /// The command on the page's day, where it depends on one and names none.
    private func dated(_ command: String) -> String {
        guard !command.contains("--on ") else { return command }
        return ["route", "check", "diff", "models"]
            .reduce(command) { $0.replacingOccurrences(of: "waybill \($1) ", with: "waybill \($1) --on \(Self.today) ") }
    }
}
