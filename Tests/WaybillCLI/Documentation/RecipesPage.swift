import Foundation

/// A page of recipes: what comes before the first heading, then each with all its lines.
struct RecipesPage {
    private var preface: [String] = []
    var recipes: [Recipe] = []

    init(_ text: String) throws {
        let sections = Self.sections(of: text)
        preface = sections[0]
        recipes = try sections.dropFirst().map(Recipe.init)
    }

    /// The lines of a page, parted before each heading.
    static func sections(of text: String) -> [[String]] {
        var sections: [[String]] = [[]]
        for line in text.components(separatedBy: "\n") {
            if line.hasPrefix("## ") { sections.append([]) }
            sections[sections.count - 1].append(line)
        }
        return sections
    }

    var text: String { (preface + recipes.flatMap(\.lines)).joined(separator: "\n") }
}

/// A recipe: a question, the lines to change, and the commands that show what they do.
struct Recipe {
    var blocks: [Block] = []

    /// Lines of one kind, those of a fence with the fence itself.
    struct Block {
        enum Kind: Equatable {
            case prose
            /// A whole file: a fence that names it, as in "```json requests/order.json".
            case file(String)
            /// Lines of YAML for the file that their first line names, as in `# routes.yaml`.
            case lines(String)
            /// Commands, each behind `$ `, with what they print.
            case console
        }

        var kind: Kind
        var lines: [String]

        /// What stands within the fence.
        var content: String { lines.dropFirst().dropLast().map { $0 + "\n" }.joined() }

        /// The commands of a console, each with its further lines.
        var commands: [String] {
            var commands: [String] = []
            var isOpen = false
            for line in lines.dropFirst().dropLast() {
                if line.hasPrefix("$ ") {
                    commands.append(String(line.dropFirst(2)))
                } else if isOpen {
                    commands[commands.count - 1] += "\n" + line
                }
                isOpen = (isOpen || line.hasPrefix("$ ")) && line.hasSuffix("\\")
            }
            return commands
        }
    }

    struct FenceWithoutFile: Error { let line: String }

    init(_ lines: [String]) throws {
        var fence: [String]?
        for (place, line) in lines.enumerated() {
            if let begun = fence {
                fence = begun + [line]
                guard line == "```" else { continue }
                blocks.append(Block(kind: try Self.kind(of: begun), lines: begun + [line]))
                fence = nil
            } else if line.hasPrefix("```"), line != "```sh" {
                fence = [line]
            } else if blocks.last?.kind == .prose, place > 0 {
                blocks[blocks.count - 1].lines.append(line)
            } else {
                blocks.append(Block(kind: .prose, lines: [line]))
            }
        }
    }

    private static func kind(of fence: [String]) throws -> Block.Kind {
        let words = fence[0].dropFirst(3).split(separator: " ")
        if words == ["console"] { return .console }
        if words.count == 2 { return .file(String(words[1])) }
        guard words == ["yaml"], fence.count > 1, fence[1].hasPrefix("# ") else { throw FenceWithoutFile(line: fence[0]) }
        return .lines(String(fence[1].dropFirst(2).prefix { $0 != " " }))
    }

    var lines: [String] { blocks.flatMap(\.lines) }
    var text: String { lines.joined(separator: "\n") }
    var title: String { String(lines[0].dropFirst(3)) }
}
