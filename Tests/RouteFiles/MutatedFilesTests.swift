import Foundation
import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// The shipped files, spoiled at random: always an answer, soon, and no unknown key is taken in silence.
struct MutatedFilesTests {
    /// How one line of a file is spoiled.
    enum Mutation: CaseIterable {
        case deleteLine
        case swapLines
        case repeatLine
        case misspellKey
        case indent
        case cutFile
        case insertScalar
    }

    /// The keys of the shipped files that have a meaning of their own, unlike the names of workloads, models and functions.
    private static let vocabulary: Set<String> = [
        "providers", "defaults", "workloads", "description", "models", "parameters", "require", "limits", "last_resort", "deadline",
        "first_token", "stall", "attempts", "attempts_per_call", "patience", "retry", "breaker", "on_cut", "api", "base_url", "api_key",
        "location", "retention", "dialect", "like", "speaks", "script", "concurrency", "connect", "context_window", "max_output_tokens",
        "tokenizer", "features", "efforts", "price", "shutdown", "replaced_by", "delay", "pace",
    ]

    @Test(arguments: 0..<10)
    func spoiledFilesAreAlwaysJudged(_ batch: Int) throws {
        let names =
            try ["routes.yaml"]
            + FileManager.default.contentsOfDirectory(atPath: repositoryRoot + "/providers").sorted().map { "providers/\($0)" }
        let files = try names.map { (name: $0, text: try String(contentsOfFile: "\(repositoryRoot)/\($0)", encoding: .utf8)) }
        let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) }))
        for number in 0..<50 {
            let seed = UInt64(batch * 50 + number)
            var random = SeededGenerator(seed: seed)
            let file = files.randomElement(using: &random)!
            let mutation = Mutation.allCases.randomElement(using: &random)!
            let spoiled = spoil(file.text, mutation, &random)
            try folder.write(file.name, Array(spoiled.text.utf8))
            let inspection = folder.inspect()
            let errors = inspection.diagnostics.filter { $0.severity == .error }
            #expect((inspection.table == nil) == !errors.isEmpty, "seed \(seed)")
            #expect(errors.allSatisfy { $0.location != nil }, "seed \(seed)")
            if let key = spoiled.misspelled { #expect(!errors.isEmpty, "seed \(seed): '\(key)' in \(file.name) is taken in silence") }
            _ = DiagnosticRenderer(sources: inspection.sources).render(inspection.diagnostics)
            try folder.write(file.name, Array(file.text.utf8))
        }
    }

    private func spoil(_ text: String, _ mutation: Mutation, _ random: inout SeededGenerator) -> (text: String, misspelled: String?) {
        var lines = text.components(separatedBy: "\n")
        let place = Int.random(in: 0..<lines.count, using: &random)
        switch mutation {
        case .deleteLine: lines.remove(at: place)
        case .swapLines: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &random))
        case .repeatLine: lines.insert(lines[place], at: place)
        case .misspellKey:
            let known = lines.indices.filter { key(of: lines[$0]).map(Self.vocabulary.contains) == true }
            guard let place = known.randomElement(using: &random), let key = key(of: lines[place]), let range = lines[place].range(of: key)
            else { break }
            var letters = Array(key)
            letters.insert("x", at: Int.random(in: 0...letters.count, using: &random))
            lines[place].replaceSubrange(range, with: String(letters))
            return (lines.joined(separator: "\n"), String(letters))
        case .indent: lines[place] = [" ", "\t", "  - ", "\u{85}"].randomElement(using: &random)! + lines[place]
        case .cutFile: return (String(text.prefix(Int.random(in: 0..<text.count, using: &random))), nil)
        case .insertScalar:
            var scalars = Array(text.unicodeScalars)
            let value = UInt32.random(in: 0..<0x300, using: &random)
            scalars.insert(Unicode.Scalar(value) ?? "x", at: Int.random(in: 0..<scalars.count, using: &random))
            return (String(String.UnicodeScalarView(scalars)), nil)
        }
        return (lines.joined(separator: "\n"), nil)
    }

    /// The key at the beginning of a line that is no comment.
    private func key(of line: String) -> String? {
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        guard let colon = trimmed.firstIndex(of: ":"), !trimmed.hasPrefix("#") else { return nil }
        return String(trimmed[..<colon])
    }
}
