import Foundation
import Testing
import WaybillRouteFiles
import WaybillRoutes

/// Files that are no text, no YAML, no files, or meant to do harm: each is one clear error, soon.
struct BadFilesTests {
    /// What is said about a routes file of these bytes.
    private func findings(_ bytes: [UInt8]) throws -> [String] {
        let folder = try TemporaryFolder(["providers/local.yaml": plainProvider])
        try folder.write("routes.yaml", bytes)
        return folder.inspect().diagnostics
            .map {
                "\($0.location.map { "\($0): " } ?? "")\($0.severity): \($0.message)".replacingOccurrences(of: folder.path + "/", with: "")
            }
    }

    private func findings(_ text: String) throws -> [String] { try findings(Array(text.utf8)) }

    @Test func aNullByteIsNoText() throws {
        #expect(try findings("workloads:\n  ch\0at: 1\n") == ["routes.yaml:2:5: error: the file is not text: it has a NUL byte here"])
    }

    @Test func controlCharactersAreNamed() throws {
        #expect(
            try findings("workloads: \u{1B}[0m\n") == [
                "routes.yaml:1:12: error: an invisible control character (U+001B) has no place in the file; delete it"
            ])
    }

    @Test(arguments: [[0xC3, 0x28], [0xFF], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xE2, 0x82]] as [[UInt8]])
    func bytesThatAreNotUTF8AreFound(_ bytes: [UInt8]) throws {
        #expect(
            try findings(Array("a: é".utf8) + bytes) == ["routes.yaml:1:5: error: the file is not UTF-8 from here on; save it as UTF-8"])
    }

    @Test func otherEncodingsAreNamed() throws {
        let bytes: [UInt8] = [0xFF, 0xFE, 0x61, 0x00]
        #expect(try findings(bytes) == ["routes.yaml:1:1: error: the file is UTF-16; save it as UTF-8"])
    }

    @Test(arguments: ["", "\n", "# nothing\n", "---\n", "~\n", "\u{FEFF}"])
    func anEmptyFileSaysWhatItNeeds(_ text: String) throws {
        #expect(try findings(text) == ["routes.yaml:1:1: error: the file is empty; it needs 'workloads:' with at least one workload"])
    }

    @Test func aFileThatIsTooLargeIsNotRead() throws {
        let text = "# " + String(repeating: "x", count: 1_048_576)
        #expect(try findings(text) == ["routes.yaml:1:1: error: the file is larger than 1 MiB"])
    }

    @Test func deepNestingEndsEarly() throws {
        for open in ["[", "{a: ", "- ", "? "] {
            let found = try findings("workloads:\n  " + String(repeating: open, count: 20_000))
            #expect(found.count == 1)
            #expect(found.first?.hasSuffix("error: this is nested more than 32 deep") == true, "\(found)")
        }
    }

    @Test func anAliasBombIsRefused() throws {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...20 {
            text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
        }
        let found = try findings(text)
        #expect(found.contains { $0.hasSuffix("error: the aliases of this file stand for more than 10000 values") }, "\(found)")
    }

    @Test func anAliasCannotBeInsideItsOwnAnchor() throws {
        let found = try findings("workloads:\n  chat: &chat\n    models: [local/large]\n    parameters: *chat\n")
        #expect(found == ["routes.yaml:4:17: error: no anchor '&chat' ends before this alias"])
    }

    @Test func anAliasStandsForItsValue() throws {
        #expect(
            try findings(
                "workloads:\n  a: {models: &m [local/large], parameters: &p {temperature: 1}}\n  b: {models: *m, parameters: *p}\n"
            )
            .isEmpty)
    }

    @Test func countlessFaultsAreNotAllTold() throws {
        let found = try findings("workloads: {}\n" + (1...3_000).map { "key\($0): x\n" }.joined())
        #expect(found.count == 200)
    }

    @Test func countlessUnknownModelsAreNotAllCompared() throws {
        let models = (1...300).map { "  model-\($0): {}\n" }.joined()
        let folder = try TemporaryFolder([
            "providers/local.yaml": "api: openai-chat\nbase_url: https://x.example/v1\napi_key: none\nmodels:\n\(models)",
            "routes.yaml": "workloads: {chat: {models: [\((1...300).map { "local/modell-\($0)" }.joined(separator: ", "))]}}\n",
        ])
        #expect(folder.inspect().diagnostics.count { $0.severity == .error } == 200)
    }

    @Test func aMissingFileSaysWhatToDo() throws {
        let path = try TemporaryFolder().path + "/nowhere/routes.yaml"
        #expect(
            RouteFiles.inspect(path: path).diagnostics.map(\.message) == [
                "the file does not exist; give the path of the routes file, or write one: it names workloads and the models that serve them"
            ])
        #expect(throws: RoutesInvalid.self) { try RouteFiles.load(path: path) }
    }

    @Test func aFolderIsNotAFile() throws {
        let folder = try TemporaryFolder()
        #expect(RouteFiles.inspect(path: folder.path).diagnostics.map(\.message) == ["the file is a folder, not a file"])
    }

    @Test func aPipeIsNotWaitedFor() throws {
        let folder = try TemporaryFolder()
        #expect(mkfifo(folder.path + "/routes.yaml", 0o600) == 0)
        #expect(folder.inspect().diagnostics.map(\.message) == ["the file is not a regular file"])
    }

    @Test(.enabled(if: geteuid() != 0, "nothing is forbidden to root"))
    func aForbiddenFileSaysSo() throws {
        let folder = try TemporaryFolder(["routes.yaml": plainRoutes, "providers/local.yaml": plainProvider])
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.path + "/providers/local.yaml")
        #expect(folder.inspect().diagnostics.map(\.message) == ["the file cannot be read: permission denied"])
    }

    @Test func aFileInPlaceOfTheFolderSaysSo() throws {
        let folder = try TemporaryFolder(["routes.yaml": "providers: here\n" + plainRoutes, "here": ""])
        #expect(
            folder.inspect().diagnostics.map(\.message) == [
                "the folder of the provider files, '\(folder.path)/here', is a file, not a folder; name it under 'providers'"
            ])
    }
}
