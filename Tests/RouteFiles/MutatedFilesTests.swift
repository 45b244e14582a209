import Foundation
import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// The shipped files, spoiled at random: always an answer, soon, and no spoiling that must be found is taken in silence.
///
/// `WAYBILL_FULL=1` tries many more; a failure prints its seed.
struct MutatedFilesTests {
    private static let perBatch = ProcessInfo.processInfo.environment["WAYBILL_FULL"] == nil ? 32 : 2_000

    @Test(arguments: 0..<10)
    func spoiledFilesAreAlwaysJudged(_ batch: Int) throws {
        let files = try Self.shipped()
        let folder = try TemporaryFolder(Dictionary(uniqueKeysWithValues: files.map { ($0.name, $0.text) }))
        let sound = folder.inspect()
        for number in 0..<Self.perBatch {
            let seed = UInt64(batch * Self.perBatch + number)
            var random = SeededGenerator(seed: seed)
            let file = files.randomElement(using: &random)!
            let mutation = Mutation.allCases[number % Mutation.allCases.count]
            let spoiled = mutation.spoil(file.text, &random)
            try folder.write(file.name, spoiled.bytes)
            let began = ContinuousClock.now
            let inspection = folder.inspect()
            let context: Comment = "seed \(seed): \(mutation) of \(file.name)"
            #expect(ContinuousClock.now - began < .seconds(5), context)
            judge(inspection, context)
            switch spoiled.demand {
            case .error: #expect(inspection.table == nil, context)
            case .nothing: #expect(inspection.table == sound.table, context)
            case nil: break
            }
            try folder.write(file.name, Array(file.text.utf8))
        }
    }

    /// What holds of every inspection, whatever the files are.
    private func judge(_ inspection: RouteFilesInspection, _ context: Comment) {
        let errors = inspection.diagnostics.filter { $0.severity == .error }
        #expect((inspection.table == nil) == !errors.isEmpty, context)
        #expect(Set(inspection.diagnostics).count == inspection.diagnostics.count, context)
        for diagnostic in inspection.diagnostics {
            guard let start = diagnostic.location, inspection.sources[start.file] != nil else { continue }
            guard let end = diagnostic.end else {
                Issue.record("no end of \(diagnostic); \(context)")
                continue
            }
            #expect((start.line, start.column) <= (end.line, end.column), context)
        }
        let text = DiagnosticRenderer(sources: inspection.sources).render(inspection.diagnostics)
        #expect(errors.isEmpty || text.contains("error"), context)
    }

    private static func shipped() throws -> [(name: String, text: String)] {
        let names =
            try ["routes.yaml"]
            + FileManager.default.contentsOfDirectory(atPath: repositoryRoot + "/providers").sorted().map { "providers/\($0)" }
        return try names.map { ($0, try String(contentsOfFile: "\(repositoryRoot)/\($0)", encoding: .utf8)) }
    }
}

/// How a file is spoiled.
private enum Mutation: CaseIterable {
    case deleteLine, swapLines, repeatLine, misspellKey, indent, cutAnywhere, insertScalar, insertBytes, replaceBytes, carriageReturns,
        byteOrderMark, deepNesting, aliasBomb, hugeText, hugeFile, unknownAlias

    /// What must be said about the spoiled file.
    enum Demand {
        /// It has an error.
        case error
        /// Nothing: it means what it meant before.
        case nothing
    }

    /// The spoiled file, and what must be found, where that is certain.
    func spoil(_ text: String, _ random: inout SeededGenerator) -> (bytes: [UInt8], demand: Demand?) {
        switch self {
        case .deleteLine, .swapLines, .repeatLine, .indent: (Array(lines(text, &random).utf8), nil)
        case .misspellKey: misspelled(text, &random)
        case .cutAnywhere: (Array(text.utf8.prefix(Int.random(in: 0..<text.utf8.count, using: &random))), nil)
        case .insertScalar: (Array(inserted(text, &random).utf8), nil)
        case .insertBytes: (replaced(text, length: 0, &random), nil)
        case .replaceBytes: (replaced(text, length: 4, &random), nil)
        case .carriageReturns: (Array(text.replacingOccurrences(of: "\n", with: "\r\n").utf8), .nothing)
        case .byteOrderMark: ([0xEF, 0xBB, 0xBF] + Array(text.utf8), .nothing)
        case .deepNesting:
            (Array((text + "zzz: " + String(repeating: "[", count: Int.random(in: 40...4_000, using: &random))).utf8), .error)
        case .aliasBomb: (Array((text + bomb(depth: Int.random(in: 5...30, using: &random))).utf8), .error)
        case .hugeText: (Array((text + "zzz: " + String(repeating: "x", count: 100_000) + "\n").utf8), .error)
        case .hugeFile: (Array((text + "# " + String(repeating: "x", count: 1_048_576) + "\n").utf8), .error)
        case .unknownAlias: (Array((text + "zzz: *nowhere\n").utf8), .error)
        }
    }

    private func lines(_ text: String, _ random: inout SeededGenerator) -> String {
        var lines = text.components(separatedBy: "\n")
        let place = Int.random(in: 0..<lines.count, using: &random)
        switch self {
        case .deleteLine: lines.remove(at: place)
        case .swapLines: lines.swapAt(place, Int.random(in: 0..<lines.count, using: &random))
        case .repeatLine: lines.insert(lines[place], at: place)
        default: lines[place] = [" ", "\t", "  - ", "\u{85}"].randomElement(using: &random)! + lines[place]
        }
        return lines.joined(separator: "\n")
    }

    private func misspelled(_ text: String, _ random: inout SeededGenerator) -> (bytes: [UInt8], demand: Demand?) {
        var lines = text.components(separatedBy: "\n")
        let known = lines.indices.filter { key(of: lines[$0]).map(Self.vocabulary.contains) == true }
        guard let place = known.randomElement(using: &random), let key = key(of: lines[place]), let range = lines[place].range(of: key)
        else { return (Array(text.utf8), nil) }
        var letters = Array(key)
        letters.insert("x", at: Int.random(in: 0...letters.count, using: &random))
        lines[place].replaceSubrange(range, with: String(letters))
        return (Array(lines.joined(separator: "\n").utf8), .error)
    }

    private func inserted(_ text: String, _ random: inout SeededGenerator) -> String {
        var scalars = Array(text.unicodeScalars)
        let value = UInt32.random(in: 0..<0x300, using: &random)
        scalars.insert(Unicode.Scalar(value) ?? "x", at: Int.random(in: 0..<scalars.count, using: &random))
        return String(String.UnicodeScalarView(scalars))
    }

    private func replaced(_ text: String, length: Int, _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = Array(text.utf8)
        let place = Int.random(in: 0..<bytes.count, using: &random)
        let garbage = (0..<Int.random(in: 1...8, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        bytes.replaceSubrange(place..<min(bytes.count, place + length), with: garbage)
        return bytes
    }

    private func bomb(depth: Int) -> String {
        (1...depth)
            .reduce("z0: &z0 [x, x, x, x, x, x, x, x, x, x]\n") { text, level in
                text + "z\(level): &z\(level) [" + Array(repeating: "*z\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
            }
    }

    /// The key at the beginning of a line that is no comment.
    private func key(of line: String) -> String? {
        let trimmed = line.trimmingCharacters(in: .whitespaces)
        guard let colon = trimmed.firstIndex(of: ":"), !trimmed.hasPrefix("#") else { return nil }
        return String(trimmed[..<colon])
    }

    /// The keys of the shipped files that have a meaning of their own, unlike the names of workloads, models and functions.
    private static let vocabulary: Set<String> = [
        "providers", "defaults", "workloads", "description", "models", "parameters", "require", "limits", "last_resort", "deadline",
        "first_token", "stall", "attempts", "attempts_per_call", "patience", "retry", "breaker", "on_cut", "api", "base_url", "api_key",
        "location", "retention", "dialect", "like", "speaks", "script", "concurrency", "connect", "context_window", "max_output_tokens",
        "tokenizer", "features", "efforts", "price", "shutdown", "replaced_by", "delay", "pace",
    ]
}
