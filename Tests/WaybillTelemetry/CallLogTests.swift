import Foundation
import Synchronization
import Testing
import Waybill
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import WaybillTelemetry

/// The log of calls as a file.
struct CallLogTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "waybill-log-\(UUID().uuidString)").path

    init() throws { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) }

    private var path: String { "\(folder)/calls.jsonl" }

    private func lines() throws -> [JSONValue] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map { try JSONReader.read(String($0)) }
    }

    /// Makes calls by a router whose first provider fails.
    private func call(_ count: Int, _ log: CallLog) async throws {
        let time = VirtualTime()
        let providers = [
            ScriptedProvider("first") { _ in .status(503) },
            ScriptedProvider("second") { _ in
                .answer("PLANTED answer", usage: TokenUsage(uncachedInput: 5, cachedInput: 3, outputText: 2, reasoning: 4))
            },
        ]
        let table = try RouteTable.testing(providers) { route in
            route.settings.attempts = 1
            route.settings.breaker = .off
        }
        var options = RouterOptions(transport: ScriptedTransport(providers, time: time), time: time, logger: nil)
        options.observers = [log]
        let router = ModelRouter(table: table, options: options)
        for _ in 0..<count {
            try await time.run { _ = try await router.respond(to: "PLANTED question", workload: "test") }
        }
    }

    @Test func aLineTellsTheCallAndItsAttempts() async throws {
        try await call(2, CallLog(path: path))
        let found = try lines()
        #expect(found.count == 2)
        let line = try #require(found.first)
        #expect(line["waybill.workload"] == "test" && line["waybill.outcome"] == "answered")
        #expect(line["waybill.fallback"] == true && line["waybill.attempts"] == 2)
        #expect(line["gen_ai.response.model"]?.stringValue?.hasPrefix("second/") == true)
        let attempts = try #require(line["attempts"]?.arrayValue)
        #expect(attempts.map { $0["error.type"] } == ["overloaded", nil])
        #expect(attempts[0]["gen_ai.usage.input_tokens"] == nil)
        let answer = attempts[1]
        #expect(answer["gen_ai.usage.input_tokens"] == 8 && answer["gen_ai.usage.output_tokens"] == 6)
        #expect(answer["gen_ai.usage.cache_read.input_tokens"] == 3 && answer["gen_ai.usage.reasoning.output_tokens"] == 4)
        #expect(answer["gen_ai.operation.name"] == "chat" && answer["gen_ai.provider.name"] == "second")
        #expect(!"\(found)".contains("PLANTED"))
    }

    @Test func aFileThatWasMovedAwayIsBegunAnew() async throws {
        let log = try CallLog(path: path)
        try await call(1, log)
        try FileManager.default.moveItem(atPath: path, toPath: "\(path).1")
        try await call(2, log)
        #expect(try lines().count == 2)
        #expect(try String(contentsOfFile: "\(path).1", encoding: .utf8).split(separator: "\n").count == 1)
    }

    @Test func whatCannotBeWrittenIsToldOnceAndCounted() async throws {
        let told = Told()
        let log = try CallLog(path: path) { told.add($0) }
        // Its folder is gone, and comes back.
        try FileManager.default.moveItem(atPath: folder, toPath: "\(folder)-away")
        try await call(3, log)
        #expect(told.all.count == 1)
        #expect(told.all[0].contains(path) && told.all[0].contains("No such file"))
        try FileManager.default.moveItem(atPath: "\(folder)-away", toPath: folder)
        try await call(1, log)
        #expect(told.all.count == 2)
        #expect(told.all.last?.contains("3 lines were lost") == true)
    }

    @Test func aFileThatCannotBeOpenedIsAnErrorAtOnce() {
        let error = #expect(throws: CallLogError.self) { try CallLog(path: "\(folder)/absent/calls.jsonl") }
        #expect(error?.description.contains("absent/calls.jsonl cannot be written: No such file or directory") == true)
    }

    @Test(arguments: [
        ("https://api.openai.com/v1", "openai", "api.openai.com", 443),
        ("https://x.openai.azure.com/openai/v1", "azure.ai.openai", "x.openai.azure.com", 443),
        ("http://127.0.0.1:8000/v1", "p", "127.0.0.1", 8000), ("http://[::1]:8000/v1", "p", "::1", 8000),
        ("https://notapi.openai.com.example/v1", "p", "notapi.openai.com.example", 443),
    ])
    func theServerSaysWhoServes(url: String, name: String, host: String, port: Int) throws {
        let provider = Provider(name: "p", api: .openAIChat, baseURL: url, models: [Model(id: "m")])
        let model = ModelName(provider: "p", id: "m")
        let table = try RouteTable(providers: [provider], routes: [Route(workload: "w", models: [model])])
        let call = CallRecord(
            heading: CallHeading(id: CallID(high: 1, low: 2), began: .zero, workload: "w"), report: RouteReport(workload: "w"), failure: nil
        )
        let attributes = call.attributes(of: AttemptReport(number: 1, model: model, started: .zero, bytesSent: 0), under: table)
        func value(_ name: AttributeName) -> Attribute.Value? { attributes.all.first { $0.name == name }?.value }
        #expect(value(.provider) == .text(name))
        #expect(value(.serverAddress) == .text(host) && value(.serverPort) == .integer(port))
        #expect(value(.apiType) == .text("chat_completions"))
    }
}

/// What was told, from any thread.
private final class Told: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
