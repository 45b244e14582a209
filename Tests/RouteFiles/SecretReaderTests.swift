import Testing
import WaybillRouteFiles
import WaybillRoutes

struct SecretReaderTests {
    // On a busy machine even `echo` may take long; the limit is for the one test that sets its own.
    private let reader = SecretReader(
        environment: { ["KEY": "sk-one", "BLANK": " ", "TWO": "a\nb", "WIDE": "ключ"][$0] }, commandLimit: .seconds(120))

    private func failure(_ reference: SecretReference, _ reader: SecretReader? = nil) async -> String {
        do throws(SecretUnavailable) {
            return "read: \(try await (reader ?? self.reader).read(reference).revealed)"
        } catch {
            return error.description
        }
    }

    @Test func aVariableIsRead() async throws {
        #expect(try await reader.read(.environment("KEY")).revealed == "sk-one")
    }

    @Test func theEnvironmentOfTheProcessIsTheDefault() async throws {
        #expect(try await SecretReader().read(.environment("PATH")).revealed == ProcessEnvironment.value("PATH"))
        #expect(ProcessEnvironment.value("WAYBILL_NO_SUCH_VARIABLE") == nil)
    }

    @Test func whatIsMissingIsNamed() async {
        #expect(await failure(.environment("NONE")) == "The key cannot be read: the environment variable NONE is not set.")
        #expect(await failure(.environment("BLANK")) == "The key cannot be read: the environment variable BLANK holds no key: it is empty.")
        #expect(await failure(.file("/nowhere/key")) == "The key cannot be read: the file /nowhere/key does not exist.")
    }

    @Test func whatNoHeaderCanCarryIsRefusedAndNotRepeated() async {
        let problem = "holds a line break or another character that no key has."
        #expect(await failure(.environment("TWO")) == "The key cannot be read: the environment variable TWO \(problem)")
        #expect(await failure(.environment("WIDE")) == "The key cannot be read: the environment variable WIDE \(problem)")
    }

    @Test func aFileIsReadWithoutWhiteSpaceAroundItsKey() async throws {
        let folder = try TemporaryFolder(["key": "\n  sk-file \r\n", "large": String(repeating: "k", count: 70_000), "empty": "\n"])
        #expect(try await reader.read(.file(folder.path + "/key")).revealed == "sk-file")
        #expect(await failure(.file(folder.path + "/empty")).hasSuffix("holds no key: it is empty."))
        #expect(await failure(.file(folder.path + "/large")).hasSuffix("is larger than 64 KiB."))
        #expect(await failure(.file(folder.path)).hasSuffix("is a folder, not a file."))
    }

    @Test func aFileIsReadAnewEachTime() async throws {
        let folder = try TemporaryFolder(["key": "first"])
        #expect(try await reader.read(.file(folder.path + "/key")).revealed == "first")
        try folder.write("key", Array("second".utf8))
        #expect(try await reader.read(.file(folder.path + "/key")).revealed == "second")
    }

    @Test func aCommandIsRunWithoutAShell() async throws {
        #expect(try await reader.read(.command(["echo", "$HOME;", "a  b"])).revealed == "$HOME; a  b")
        #expect(try await reader.read(.command(["/bin/sh", "-c", "cat; printf sk-command"])).revealed == "sk-command")
    }

    @Test func aCommandThatFailsSaysHowAndNotWhatItPrinted() async {
        let script = "echo sk-secret; echo sk-secret >&2; exit 3"
        #expect(await failure(.command(["sh", "-c", script])) == "The key cannot be read: the command 'sh' failed with exit status 3.")
        #expect(await failure(.command(["sh", "-c", "kill -9 $$"])) == "The key cannot be read: the command 'sh' was ended by signal 9.")
        #expect(await failure(.command(["waybill-no-such"])) == "The key cannot be read: the command 'waybill-no-such' was not found.")
        #expect(await failure(.command(["true"])) == "The key cannot be read: the command 'true' holds no key: it is empty.")
    }

    @Test func aSlowCommandIsEndedWithItsChildren() async {
        let reader = SecretReader(commandLimit: .milliseconds(100))
        let started = ContinuousClock.now
        #expect(
            await failure(.command(["sh", "-c", "sleep 300; echo key"]), reader)
                == "The key cannot be read: the command 'sh' did not end within 100ms.")
        #expect(ContinuousClock.now - started < .seconds(120))
    }

    @Test func aTalkativeCommandIsEnded() async {
        #expect(await failure(.command(["yes"])) == "The key cannot be read: the command 'yes' printed more than 64 KiB.")
    }

    @Test func aChildLeftBehindIsNotWaitedFor() async throws {
        #expect(try await reader.read(.command(["sh", "-c", "sleep 2 & echo sk-quick"])).revealed == "sk-quick")
    }

    @Test func cancellingEndsTheCommand() async {
        let task = Task { await failure(.command(["sleep", "300"])) }
        task.cancel()
        #expect(await task.value == "The key cannot be read: the command 'sleep' was ended, since the call was cancelled.")
    }
}

struct MissingKeysTests {
    @Test func eachMissingKeyIsOneWarningAtItsPlace() throws {
        let folder = try TemporaryFolder([
            "providers/a.yaml": "api: openai-chat\nbase_url: https://a.example/v1\napi_key: {env: A_KEY}\nmodels: {m: {}}\n",
            "providers/b.yaml": "like: a\n",
            "providers/c.yaml":
                "like: a\napi_keys:\n  first: {file: missing.txt}\n  second: {file: here.txt}\n  third: {command: [op]}\n  fourth: {env: EMPTY}\n",
            "providers/d.yaml": "like: a\napi_key: {env: UNUSED}\n", "providers/here.txt": "key",
            "routes.yaml": "workloads: {chat: {models: [a/m, b/m, c/m]}}\n",
        ])
        let table = try #require(folder.inspect().table)
        let warnings = RouteFiles.missingKeys(in: table) { $0 == "EMPTY" ? "" : nil }
        #expect(
            warnings.map { $0.description.replacing(folder.path + "/", with: "") } == [
                "providers/a.yaml:3:10: warning: the environment variable A_KEY is not set; 'a' and 'b' cannot be asked with this key [WB094]",
                "providers/c.yaml:3:10: warning: the file providers/missing.txt does not exist; 'c' cannot be asked with this key [WB094]",
                "providers/c.yaml:6:11: warning: the environment variable EMPTY is empty; 'c' cannot be asked with this key [WB094]",
            ])
        #expect(RouteFiles.missingKeys(in: table) { _ in "set" }.count == 1)
    }
}
