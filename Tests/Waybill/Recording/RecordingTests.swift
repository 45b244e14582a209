import LoopbackServer
import Testing

@testable import Waybill

/// What the books are told of calls, and when.
struct RecordingTests {
    private let wire = WireAnswers(api: .openAIChat)

    @Test func everyAttemptIsToldBeforeTheNextAndTheCallBeforeItsEndIsHandedOver() async throws {
        let ledger = RecordingLedger()
        let failing = try LoopbackServer { _ in wire.error(503, code: "server_is_overloaded") }
        let answering = try LoopbackServer { _ in
            #expect(ledger.attempts.map(\.report.failure) == [.overloaded, .overloaded])
            return wire.stream(["It", " left."])
        }
        defer {
            failing.stop()
            answering.stop()
        }
        let router = try wire.router(failing, answering, options: RouterOptions(ledger: ledger, logger: nil))
        var wasTold = false
        for try await event in router.stream(ModelRequest("Where?", workload: "w")) {
            if case .finished = event { wasTold = ledger.calls.count == 1 }
        }
        #expect(wasTold)
        let call = try #require(ledger.calls.first)
        #expect(call.failure == nil)
        #expect(call.report.attempts.map(\.outcome) == [.failed, .failed, .answered])
        #expect(ledger.attempts.map(\.report) == Array(call.report.attempts.prefix(2)))
        #expect(ledger.attempts.allSatisfy { $0.call == call.heading })
        await router.close()
    }

    @Test func providersAreSentTheIDThatTheReportNames() async throws {
        let ledger = RecordingLedger()
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        let router = try wire.router(server, options: RouterOptions(ledger: ledger, logger: nil))
        let response = try await router.respond(to: ModelRequest("Where?", workload: "w"))
        let id = try #require(response.route.id)
        #expect(server.requests.map { $0.header("X-Client-Request-Id") } == ["\(id)-1"])
        #expect(ledger.calls.map(\.heading.id) == [id])
        await router.close()
    }

    @Test func aCallThatNobodyCouldServeIsInTheBooksToo() async throws {
        let ledger = RecordingLedger()
        let server = try LoopbackServer { _ in wire.stream(["never"]) }
        defer { server.stop() }
        let router = try wire.router(server, options: RouterOptions(ledger: ledger, logger: nil)) { $0.limits.inputTokens = 1 }
        await #expect(throws: ModelFailure.self) { try await router.respond(to: ModelRequest("Far too long.", workload: "w")) }
        #expect(ledger.calls.map(\.failure) == [.noCandidate])
        #expect(ledger.calls[0].report.attempts.isEmpty)
        #expect(ledger.calls[0].report.candidates.map(\.verdict.reason?.code) == ["over-limit"])
        await router.close()
    }

    @Test func theHeadingHasWhatPlanningNeedsAndNoText() async throws {
        let ledger = RecordingLedger()
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        var options = RouterOptions(ledger: ledger, logger: nil)
        options.recording.metadataKeys = ["team", "absent"]
        options.recording.hashesContent = true
        let router = try wire.router(server, options: options) { route in
            var condition = RequestCondition()
            condition.metadata = [.init("tier", oneOf: ["gold"])]
            route.rules = [RouteRule(when: condition, models: route.candidates.map(\.model))]
        }
        var request = ModelRequest("PLANTED question", workload: "w")
        request.instructions = "PLANTED instructions"
        request.metadata = ["tier": "gold", "team": String(repeating: "é", count: 200), "name": "PLANTED"]
        request.parameters.stop = ["PLANTED stop"]
        request.parameters.maxOutputTokens = 40
        request.promptVersion = "7"
        request.conversationID = "PLANTED conversation"
        request.deadline = .seconds(9)
        _ = try await router.respond(to: request)
        let call = try #require(ledger.calls.first)
        let heading = call.heading
        #expect(!"\(call)".contains("PLANTED"))
        #expect(heading.workload == "w" && heading.promptVersion == "7" && heading.deadline == .seconds(9))
        #expect(heading.parameters == GenerationParameters(maxOutputTokens: 40))
        #expect(heading.tags == [.init("team", String(repeating: "é", count: 128)), .init("tier", "gold")])
        #expect(heading.version == router.version)
        #expect(heading.inputTokens.map(\.tokenizer) == ["unknown"])
        #expect(heading.requestKey != 0 && heading.prefix != nil && heading.contentHash?.count == 32)
        await router.close()
    }

    @Test func equalPromptsHaveEqualHashesAndOthersHaveNot() async throws {
        let ledger = RecordingLedger()
        let server = try LoopbackServer { _ in wire.stream(["Yes."]) }
        defer { server.stop() }
        var options = RouterOptions(ledger: ledger, logger: nil)
        options.recording.hashesContent = true
        let router = try wire.router(server, options: options)
        for text in ["a", "b", "a"] { _ = try await router.respond(to: text, workload: "w") }
        let hashes = ledger.calls.map(\.heading.contentHash)
        #expect(hashes[0] == hashes[2] && hashes[0] != hashes[1])
        #expect(ledger.calls.allSatisfy { $0.heading.prefix == nil })
        #expect(Set(ledger.calls.map(\.heading.id)).count == 3)
        await router.close()
    }
}

struct CallIDTests {
    @Test(arguments: ["0199", "0123456789abcdef0123456789abcdeg", "+123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef0"])
    func whatIsNoIDIsNotRead(text: String) {
        #expect(CallID(text) == nil)
    }

    @Test func anIDIsItsText() throws {
        let id = CallID(high: 7, low: .max)
        #expect("\(id)" == "0000000000000007ffffffffffffffff")
        #expect(CallID("\(id)") == id)
        #expect(try CallID(json: id.json, at: .root) == id)
    }

    @Test func laterCallsAreLarger() {
        let ids = [3, 1, 2].map { CallID(began: .seconds($0), router: .max, number: 5) }
        #expect(ids.sorted() == [ids[1], ids[2], ids[0]])
        #expect(CallID(began: .seconds(1), router: 1, number: 5) != CallID(began: .seconds(1), router: 2, number: 5))
    }
}
