import Foundation
import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// The file that says who may call.
struct CallerFileTests {
    private static let hashes = ["one", "two"].map { KeyHash(of: $0[...]) }

    private func read(_ text: String) throws -> CallerFileReading {
        let folder = try TemporaryFolder(["keys.yaml": text])
        return CallerFile.read(path: folder.path + "/keys.yaml")
    }

    @Test func everyKeyOfACaller() throws {
        let reading = try read(
            """
            keys:
              billing:
                sha256: \(Self.hashes[0])
                workloads: [support-chat, classify-ticket]
                models: [openai/gpt-5.4-mini, "local/*", "*"]
                rate_limits: {requests_per_minute: 600, tokens_per_minute: 1M}
                concurrency: 16
                budget: {day: $20, when_spent: refuse, alert_at: [80%]}
              search:
                sha256: [\(Self.hashes[1])]

            """)
        #expect(reading.diagnostics.isEmpty)
        let table = try #require(reading.table)
        #expect(table.callers.map(\.name) == ["billing", "search"])
        let billing = table.callers[0]
        #expect(billing.keys == [Self.hashes[0]])
        #expect(billing.workloads == ["support-chat", "classify-ticket"])
        #expect(billing.models == [.model(ModelName(provider: "openai", id: "gpt-5.4-mini")), .provider("local"), .any])
        #expect(billing.rateLimits == RateLimits(requestsPerMinute: 600, tokensPerMinute: 1_000_000))
        #expect(billing.concurrency == 16)
        let dollars = try #require(Money("$20"))
        #expect(billing.budget?.amounts == [.day: dollars] && billing.budget?.whenSpent == .refuse)
        #expect(billing.definedAt?.line == 2 && billing.definedAt?.column == 3)
        let search = table.callers[1]
        #expect(search.keys == [Self.hashes[1]] && search.workloads == nil && search.models.isEmpty && search.budget == nil)
    }

    @Test func theExamplesInTheDocumentationAreSound() throws {
        let examples = try YAMLExample.all(in: "docs/gateway-keys.md")
        #expect(!examples.isEmpty)
        for example in examples { #expect(try read(example.text).diagnostics.isEmpty) }
    }

    @Test func aFileThatIsNotThereIsTold() {
        let reading = CallerFile.read(path: "/nowhere/keys.yaml")
        #expect(reading.table == nil && reading.diagnostics.map(\.code.name) == ["unreadable-file"])
    }

    @Test func wordsThatAreNearlyRightCanBeMended() throws {
        let folder = try TemporaryFolder([
            "routes.yaml": plainRoutes, "providers/local.yaml": plainProvider,
            "keys.yaml": "keys: {a: {sha256: \(Self.hashes[0]), workloads: [chatt], models: [locl/*]}}\n",
        ])
        let diagnostics = try #require(folder.inspectKeys()?.diagnostics)
        #expect(diagnostics.map(\.replacement) == ["chat", "local/*"])
        #expect(diagnostics.allSatisfy { $0.severity == .warning && $0.end != nil })
    }

    /// Whatever is wrong around it, what may be a key is in no message and in no line that is shown.
    @Test func noKeyIsEverShown() throws {
        for seed in UInt64(0)..<300 {
            var random = SeededGenerator(seed: seed)
            let key = "wb-" + String(repeating: "S3cretPart", count: 4) + "end"
            let places = [
                "keys: {a: {sha256: \(key)}}", "keys: {a: {sha256: [\(key)]}}", "keys: {a: {sha256: {k: \(key)}}}", "keys: {a: \(key)}",
                "keys: {\(key): {sha256: \(Self.hashes[0])}}", "keys: {a: {key: \(key), sha256: 12}}", "keys: {a: {sha265: \(key)}}",
                "keys:\n  a:\n    sha256:\n      - \"\(key)\"\n",
                "keys:\n  a:\n    sha256: \(key) # mine\n    workloads: {}\n", "keys: {a: {sha256: \(Self.hashes[0]), models: [\(key)]}}",
                "\(key)", "keys: [\(key)]",
            ]
            var text = places.randomElement(using: &random)!
            let letters = Array("{}[],:#\n 'x")
            // Anywhere but within the key.
            let around = text.components(separatedBy: key)
            if Bool.random(using: &random) {
                var head = around[0]
                head.insert(letters.randomElement(using: &random)!, at: head.indices.randomElement(using: &random) ?? head.startIndex)
                text = head + key + around.dropFirst().joined(separator: key)
            }
            let reading = try read(text)
            let shown = DiagnosticRenderer(sources: reading.sources).render(reading.diagnostics)
            #expect(!shown.contains("S3cretPart"), "seed \(seed): \(text)\n\(shown)")
        }
    }

    /// Keys of other makers, too, wherever a caller has them.
    @Test(arguments: [
        "{sha256: KEY}", "{sha256: [KEY]}", "{sha256: {env: KEY}}", "{sha256: [{env: KEY}]}", "KEY", "[KEY]", "{sha265: KEY}",
        "{shasum: KEY}",
        "{key: KEY}", "{value: [KEY]}", "{secret: KEY, workloads: KEY}",
    ])
    func noKeyOfACallerIsShown(_ caller: String) throws {
        let key = "correct-horse-battery-staple"
        let reading = try read("keys: {a: \(caller.replacing("KEY", with: key, maxReplacements: 1))}\n")
        let shown = DiagnosticRenderer(sources: reading.sources).render(reading.diagnostics)
        #expect(reading.table == nil && !shown.contains("battery"), "\(shown)")
    }
}
