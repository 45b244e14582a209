import Foundation
import Testing
import WaybillRouteFiles
import WaybillRoutes

/// Every kind of fault has a code, an explanation that is true, and a place on the page of all codes.
struct DiagnosticCodesTests {
    @Test func codesAndNamesAreUniqueAndWellFormed() {
        let all = DiagnosticCode.all
        #expect(Set(all.map(\.id)).count == all.count)
        #expect(Set(all.map(\.name)).count == all.count)
        for code in all {
            #expect(code.id.count == 5 && code.id.hasPrefix("WB") && Int(code.id.dropFirst(2)) != nil, "\(code)")
            #expect(code.name.allSatisfy { $0.isLowercase || $0 == "-" }, "\(code.name)")
            #expect(code.explanation.hasSuffix("."), "\(code)")
        }
    }

    @Test(arguments: DiagnosticCode.all.filter { $0.example != nil })
    func everyExampleShowsItsFaultAndItsMending(_ code: DiagnosticCode) throws {
        let example = try #require(code.example)
        let faulty = try findings(example.place, example.fault)
        #expect(faulty.contains { $0.code == code }, "\(code): \(faulty)")
        let mended = try findings(example.place, example.mending)
        #expect(!mended.contains { $0.severity == .error || $0.code == code }, "\(code): \(mended)")
    }

    @Test func everyCodeIsShownByAFaultyFile() throws {
        var shown: Set<String> = []
        for name in FaultyFilesTests.cases {
            let text = try String(contentsOfFile: "\(fixtures)/Faulty/\(name)", encoding: .utf8)
            for code in DiagnosticCode.all where text.contains("[\(code.id)]") { shown.insert(code.name) }
        }
        // These need bytes, a tokenizer or an environment that no fixture has, or routes built in code; their tests are beside those.
        let elsewhere: Set<String> = [
            "file-too-large", "not-text", "too-deep", "too-many-aliases", "bad-tokenizer-file", "missing-key-variable", "bad-provider-name",
            "provider-twice", "key-twice",
            "model-without-id", "model-twice", "workload-twice", "budget-without-ledger", "caller-twice",
        ]
        #expect(Set(DiagnosticCode.all.map(\.name)).subtracting(elsewhere).subtracting(shown).isEmpty)
        #expect(elsewhere.intersection(shown).isEmpty)
    }

    @Test func thePageOfAllCodesIsUpToDate() throws {
        try expectFile("docs/diagnostics.md", toHold: DiagnosticsPage.text)
    }

    /// What is found with some lines in their place in otherwise sound files.
    private func findings(_ place: DiagnosticExample.Place, _ lines: String) throws -> [Diagnostic] {
        var files = ["routes.yaml": "workloads: {chat: {models: [acme/fast]}}\n", "providers/acme.yaml": provider(lines: [])]
        let lines = lines.components(separatedBy: "\n")
        switch place {
        case .routes: files["routes.yaml"] = lines.joined(separator: "\n") + "\n"
        case .workload:
            let models = lines.contains { $0.hasPrefix("models:") } ? [] : ["models: [acme/fast]"]
            files["routes.yaml"] = "workloads:\n  chat:\n" + (models + lines).map { "    \($0)\n" }.joined()
        case .provider: files["providers/acme.yaml"] = provider(lines: lines)
        case .keys: files["keys.yaml"] = lines.joined(separator: "\n") + "\n"
        case .model: files["providers/acme.yaml"] = provider(lines: ["models:", "  fast:"] + lines.map { "    \($0)" })
        }
        let folder = try TemporaryFolder(files)
        return folder.inspectKeys()?.diagnostics ?? folder.inspect().diagnostics
    }

    /// A provider file, some of its keys given.
    private func provider(lines: [String]) -> String {
        let usual = [
            "api: openai-chat", "base_url: https://api.acme.example/v1", "api_key: {env: ACME_API_KEY}", "location: us",
            "models: {fast: {features: [tools], price: {input: $0.20, output: $1.25}}, thorough: {efforts: [high]}, unpriced: {}}",
        ]
        func key(_ line: String) -> Substring { line.prefix { $0 != ":" } }
        let given = Set(lines.map(key))
        return (usual.filter { !given.contains(key($0)) } + lines).map { "\($0)\n" }.joined()
    }
}

/// The page that lists every code.
private enum DiagnosticsPage {
    static var text: String {
        var text = """
            # What `waybill check` finds

            <!-- Made of the codes themselves by `WAYBILL_RECORD=1 swift test --filter DiagnosticCodesTests`; edits here are lost. -->

            Every finding ends with its code, and `waybill check --explain WB030` says what is written here. A code never changes its meaning. Errors
            cannot work: nothing is loaded, and the exit code is 1. Warnings work, but hardly as meant; with `--strict` they fail too. Notes are worth
            knowing and shown with `--notes`.

            | Code | Name | |
            |---|---|---|

            """
        for code in DiagnosticCode.all { text += "| [\(code)](#\(anchor(code))) | \(code.name) | \(code.severity) |\n" }
        for code in DiagnosticCode.all {
            text += "\n## \(code) \(code.name)\n\n*\(code.severity.rawValue.capitalized).* \(code.explanation)\n"
            guard let example = code.example else { continue }
            text += "\nIn \(example.place.rawValue), instead of\n\n\(block(example.fault))\n\nwrite\n\n\(block(example.mending))\n"
        }
        return text
    }

    private static func anchor(_ code: DiagnosticCode) -> String { "\(code.id.lowercased())-\(code.name)" }

    private static func block(_ lines: String) -> String { "```yaml\n\(lines)\n```" }
}

/// Expects that a file of the repository holds a text that is made of the code; with `WAYBILL_RECORD` set, writes it.
func expectFile(_ path: String, toHold text: String) throws {
    let file = repositoryRoot + "/" + path
    if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil {
        try FileManager.default.createDirectory(
            atPath: URL(filePath: file).deletingLastPathComponent().path, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
    let found = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
    #expect(found == text, "\(path) differs; WAYBILL_RECORD=1 writes it")
}
