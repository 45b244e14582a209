import Foundation
import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// What the documents say about the files, held against what is accepted.
struct DocumentationTests {
    @Test(arguments: ["README.md", "docs/routes.md", "docs/compatible-servers.md"])
    func everyExampleLoadsWithoutErrorsOrWarnings(_ document: String) throws {
        let examples = try YAMLExample.all(in: document)
        #expect(!examples.isEmpty)
        #expect(examples.allSatisfy { $0.kind != nil }, "an example that is neither kind of file is not checked")
        let shipped = try String(contentsOfFile: repositoryRoot + "/routes.yaml", encoding: .utf8)
        let routes = examples.filter { $0.kind == .routes }.map(\.text)
        for text in routes.isEmpty ? [shipped] : routes {
            let folder = try TemporaryFolder(providers(examples).merging(["routes.yaml": text]) { $1 })
            // A document shows more providers than each of its routes uses.
            let findings = folder.inspect().diagnostics.filter { $0.severity != .note && !$0.message.hasPrefix("no route uses") }
            #expect(findings.isEmpty, "\(folder.findings())")
        }
    }

    @Test func everyKeyIsExplained() throws {
        let page = try String(contentsOfFile: repositoryRoot + "/docs/routes.md", encoding: .utf8)
        let dialects = try String(contentsOfFile: repositoryRoot + "/docs/compatible-servers.md", encoding: .utf8)
        let callers = try String(contentsOfFile: repositoryRoot + "/docs/gateway-keys.md", encoding: .utf8)
        let vocabulary = try vocabulary()
        #expect(vocabulary.keys.sorted() == Self.owners)
        for (owner, keys) in vocabulary {
            for key in keys {
                let text =
                    switch owner {
                    case "'dialect'": dialects
                    case "a caller", "the keys file": callers
                    default: page
                    }
                #expect(text.contains("`\(key)`"), "the key \(key) in \(owner)")
            }
        }
    }

    @Test func everyWordIsExplained() throws {
        let page = try String(contentsOfFile: repositoryRoot + "/docs/routes.md", encoding: .utf8)
        let words =
            ProviderAPI.all.map(\.rawValue) + Feature.declarable.map(\.rawValue) + CutRung.allCases.map(\.rawValue)
            + RouteChoice.named.map(\.name) + SchemaOrder.allCases.map(\.rawValue) + TextNormalization.allCases.map(\.rawValue)
            + ReasoningEffort.ascending.map(\.rawValue) + CacheBreakpointMode.allCases.map(\.rawValue)
            + CacheRetention.allCases.map(\.rawValue) + CacheRules.Salt.allCases.map(\.rawValue)
            + ServiceTier.known.map(\.rawValue)
        for word in words { #expect(page.contains("`\(word)`"), "the word \(word)") }
    }

    @Test func everyPresetIsInItsTable() throws {
        let page = try String(contentsOfFile: repositoryRoot + "/docs/routes.md", encoding: .utf8)
        for preset in ParameterPreset.all {
            let parameters = try #require(preset.parameters.json.objectValue).map { "\($0): \($1.stringValue ?? "\($1)")" }
            let row = "| `\(preset.name)` | \(preset.purpose) | `{\(parameters.joined(separator: ", "))}` |"
            #expect(page.contains(row), "\(row)")
        }
    }

    @Test func theDefaultsAreThoseThatHoldAnyway() throws {
        let examples = try YAMLExample.all(in: "docs/routes.md")
        let text = try #require(examples.first { $0.text.contains("any-work:") }).text
        let folder = try TemporaryFolder(providers(examples).merging(["routes.yaml": text]) { $1 })
        #expect(folder.inspect().table?.defaults == RouteSettings.builtIn)
        #expect(folder.inspect().table?.routes.first?.settings == RouteSettings())
    }

    /// The shipped provider files, and over them those of a document.
    private func providers(_ examples: [YAMLExample]) throws -> [String: String] {
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: repositoryRoot + "/providers") {
            files["providers/\(name)"] = try String(contentsOfFile: repositoryRoot + "/providers/\(name)", encoding: .utf8)
        }
        for example in examples {
            if case .provider(let path) = example.kind { files[path] = example.text }
        }
        return files
    }
}

/// The vocabulary, in the decoders' own words.
extension DocumentationTests {
    /// Every mapping of the files, as messages name it.
    private static let owners = [
        "'auth'", "'breaker'", "'budget'", "'cache'", "'defaults'", "'dialect'", "'fees'", "'hedge'", "'last_resort'", "'limits'", "'long'",
        "'parameters'", "'price'", "'rate_limits'", "'require'", "'retry'", "'tiers'", "'usage'", "'when'", "a caller", "a candidate",
        "a failure to rehearse", "a model", "a provider file", "a rule", "a tier of 'price'", "a tool call", "a workload",
        "an answer to rehearse", "the keys file", "the price cap", "the routes file",
    ]

    /// The keys of every mapping, from what is said about one that is unknown in each.
    func vocabulary() throws -> [String: [String]] {
        let folder = try TemporaryFolder([
            "routes.yaml": """
            XXXXXXXX: 1
            defaults: {XXXXXXXX: 1, retry: {XXXXXXXX: 1}, breaker: {XXXXXXXX: 1}}
            workloads:
              chat:
                XXXXXXXX: 1
                models: [{model: p/m, XXXXXXXX: 1}]
                by: [{XXXXXXXX: 1, when: {XXXXXXXX: 1}}]
                parameters: {XXXXXXXX: 1}
                require: {XXXXXXXX: 1, price: {XXXXXXXX: 1}}
                limits: {XXXXXXXX: 1}
                budget: {XXXXXXXX: 1}
                hedge: {XXXXXXXX: 1}
                last_resort: {XXXXXXXX: 1}

            """,
            "providers/p.yaml": """
            XXXXXXXX: 1
            api: rehearsal
            auth: {XXXXXXXX: 1}
            dialect: {XXXXXXXX: 1}
            rate_limits: {XXXXXXXX: 1}
            cache: {XXXXXXXX: 1}
            fees: {XXXXXXXX: 1}
            models: {m: {XXXXXXXX: 1, price: {XXXXXXXX: 1, long: {XXXXXXXX: 1}, tiers: {XXXXXXXX: 1, flex: {XXXXXXXX: 1}}}}}
            script: [{status: 503, XXXXXXXX: 1}, {XXXXXXXX: 1, usage: {XXXXXXXX: 1}, tool_calls: [{XXXXXXXX: 1}]}]

            """,
            "keys.yaml": "{XXXXXXXX: 1, keys: {a: {XXXXXXXX: 1}}}",
        ])
        var result: [String: [String]] = [:]
        for diagnostic in folder.inspect().diagnostics + (folder.inspectKeys()?.diagnostics ?? []) {
            let parts = diagnostic.message.components(separatedBy: "; ")
            guard parts.count == 2, parts[0].hasPrefix(Self.unknown) else { continue }
            let keys = parts[1].replacing("the keys here are ", with: "").replacing("the only key here is ", with: "")
                .replacing("'", with: "")
            result[String(parts[0].dropFirst(Self.unknown.count))] = keys.components(separatedBy: ", ")
        }
        return result
    }

    private static let unknown = "unknown key 'XXXXXXXX' in "
}

/// A block of YAML in a document.
struct YAMLExample {
    /// Which file it shows.
    enum Kind: Equatable {
        case routes
        /// The provider file of this path.
        case provider(String)
    }

    var text: String

    /// Which file it shows; provider files say so in their first line, as in `# providers/acme.yaml`.
    var kind: Kind? {
        let lines = text.split(separator: "\n")
        if let first = lines.first, first.hasPrefix("# providers/") { return .provider(String(first.dropFirst(2))) }
        return lines.contains("workloads:") ? .routes : nil
    }

    /// The blocks of a document, by its path in the repository.
    static func all(in document: String) throws -> [YAMLExample] {
        let text = try String(contentsOfFile: repositoryRoot + "/" + document, encoding: .utf8)
        return text.components(separatedBy: "\n```yaml\n").dropFirst()
            .map { YAMLExample(text: $0.components(separatedBy: "\n```")[0] + "\n") }
    }
}
