import Foundation
import Testing
import Waybill

/// Tokenizers that provider files name.
struct TokenizerFilesTests {
    private static let tokenizers = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "TokenCounting/Fixtures/tokenizers")

    /// A folder with routes over models of these facts, beside the tokenizer files.
    private func folder(_ models: String) throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-tokenizers-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: "providers"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: folder.appending(path: "providers/tokenizers"), withDestinationURL: Self.tokenizers)
        let provider = "api: openai-compatible\nbase_url: http://127.0.0.1:9/v1\napi_key: none\nmodels:\n\(models)\n"
        try Data(provider.utf8).write(to: folder.appending(path: "providers/local.yaml"))
        try Data("workloads:\n  a: {models: [local/m]}\n".utf8).write(to: folder.appending(path: "routes.yaml"))
        return folder
    }

    @Test func aModelIsCountedByTheFileThatItNames() throws {
        let folder = try folder("  m: {tokenizer: {file: tokenizers/qwen.json}}\n  n: {tokenizer: {file: ./tokenizers/qwen.json}}")
        defer { try? FileManager.default.removeItem(at: folder) }
        let router = try ModelRouter(routesFile: folder.appending(path: "routes.yaml").path, options: RouterOptions(logger: nil))
        let path = folder.appending(path: "providers/tokenizers/qwen.json").path
        let model = try #require(router.table.facts(of: ModelName(provider: "local", id: "m"))?.model)
        #expect(model.tokenizer == path)
        #expect(model.tokenizerFile?.namedAt?.description.hasSuffix("local.yaml:5:25") == true)
        guard case .exact(let encoding)? = try router.plan(ModelRequest("Hi", workload: "a")).chosen?.tokenizer else {
            Issue.record("not exact")
            return
        }
        #expect(encoding.name == path)
        #expect(try encoding.decode(encoding.encode("Hi <think>")) == "Hi <think>")
    }

    @Test func aFileIsReadOnceHoweverManyModelsNameIt() {
        let file = TokenizerFile(path: Self.tokenizers.appending(path: "llama.json").path)
        let files = TokenizerFiles([file, file])
        #expect(files.encodings.keys.sorted() == [file.path])
        #expect(files.diagnostics.isEmpty)
    }

    @Test func aFileThatCannotBeUsedIsAMistakeInTheProviderFile() throws {
        let folder = try folder("  m: {tokenizer: {file: tokenizers/missing.json}}\n  n: {tokenizer: {file: tokenizers/expected.jsonl}}")
        defer { try? FileManager.default.removeItem(at: folder) }
        let error = #expect(throws: RoutesInvalid.self) { try ModelRouter(routesFile: folder.appending(path: "routes.yaml").path) }
        let lines = (error?.diagnostics ?? []).map { $0.description.replacingOccurrences(of: folder.path + "/providers/", with: "") }
        #expect(
            lines == [
                "local.yaml:5:25: error: the tokenizer file tokenizers/missing.json cannot be used: it does not exist [WB017]",
                "local.yaml:6:25: error: the tokenizer file tokenizers/expected.jsonl cannot be used: "
                    + "Invalid JSON at line 2, column 1: Expected nothing after the value, but found '{' [WB017]",
            ])
    }

    @Test func aProgramCanGiveEncodingsOfItsOwn() throws {
        let path = Self.tokenizers.appending(path: "tekken.json")
        var model = Model(id: "m")
        model.tokenizer = "house"
        let provider = Provider(name: "local", api: .openAIChat, baseURL: "http://127.0.0.1:9/v1", models: [model])
        let table = try RouteTable(
            providers: [provider], routes: [Route(workload: "a", models: [ModelName(provider: "local", id: "m")])])
        var options = RouterOptions(logger: nil)
        options.tokenizers["house"] = try TokenEncoding.load(tokenizerJSON: [UInt8](Data(contentsOf: path)), name: "house")
        let plan = try ModelRouter(table: table, options: options).plan(ModelRequest("Hi", workload: "a"))
        guard case .exact(let encoding)? = plan.chosen?.tokenizer else {
            Issue.record("not exact")
            return
        }
        #expect(encoding.name == "house")
    }
}
