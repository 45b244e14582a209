import Foundation
import LoopbackServer
import Testing
import WaybillInterchange

/// What `waybill send` says when a server does not do as it should: one sentence, the right exit code, no key and no prompt.
struct SendFailureTests {
    @Test func bodyThatIsNoJSON() async throws {
        let run = try await sending(.text("<html>Welcome to the hotel's network</html>", headers: [("content-type", "text/html")]))
        expectFailure(run, mentioning: "only/model")
        #expect(!run.errors.contains("hotel"))
    }

    @Test func errorPageOfTenMegabytes() async throws {
        let page = [UInt8](repeating: UInt8(ascii: "x"), count: 10 << 20)
        let run = try await sending(.respond(status: 500, headers: [("content-type", "text/html")], body: page))
        expectFailure(run, mentioning: "HTTP 500")
        #expect(run.errors.utf8.count < 1_000)
    }

    @Test func errorThatRepeatsKeyAndPrompt() async throws {
        let body = #"{"error": {"message": "Bad key \#(Shop.key) for '\#(Shop.prompt)'", "code": "invalid_api_key"}}"#
        let run = try await sending(.text(body, status: 401, headers: [("content-type", "application/json")]))
        expectFailure(run, mentioning: "invalid_api_key")
    }

    @Test func connectionThatIsClosedWithoutAnAnswer() async throws {
        expectFailure(try await sending(.reset), mentioning: "attempt 1")
    }

    @Test func streamThatIsCutEndsItsLineAndFails() async throws {
        let piece = #"data: {"choices":[{"index":0,"delta":{"content":"Under the"}}]}"# + "\n\n"
        let run = try await sending(.stream(headers: [("content-type", "text/event-stream")], [.text(piece), .reset]))
        #expect(run.output == "Under the\n")
        #expect(run.errors.hasPrefix("Error: "))
        #expect(run.exitCode == 1)
    }

    @Test func hostThatDoesNotResolve() async throws {
        let run = try await Shop(at: "https://nobody.invalid/v1").send()
        expectFailure(run, mentioning: "name")
    }

    @Test func connectionThatIsRefused() async throws {
        let server = try LoopbackServer { _ in .hangUp }
        server.stop()
        expectFailure(try await Shop(at: server.url("/v1")).send(), mentioning: "connect")
    }

    @Test func failureAsJSON() async throws {
        let server = try LoopbackServer { _ in .text("{}", status: 429, headers: [("retry-after", "60")]) }
        defer { server.stop() }
        let run = try await Shop(at: server.url("/v1")).send("--json")
        let error = try JSONReader.read(run.output)["error"]
        #expect(error?["kind"] == "rate-limited")
        #expect(error?["scope"] == "model")
        #expect(error?["attempts"]?[0]?["status"] == 429)
        #expect(error?["attempts"]?[0]?["model"] == "only/model")
        #expect(run.errors.isEmpty)
        #expect(run.exitCode == 1)
    }

    @Test func keyIsSentAndNeverShown() async throws {
        let server = try LoopbackServer { _ in .text("{}", status: 400) }
        defer { server.stop() }
        let run = try await Shop(at: server.url("/v1")).send()
        #expect(server.requests.first?.header("authorization") == "Bearer \(Shop.key)")
        #expect(server.requests.first?.text.contains(Shop.prompt) == true)
        expectFailure(run, mentioning: "HTTP 400")
    }

    private func sending(_ reply: Reply) async throws -> CommandRun {
        let server = try LoopbackServer { _ in reply }
        defer { server.stop() }
        return try await Shop(at: server.url("/v1")).send()
    }

    private func expectFailure(_ run: CommandRun, mentioning word: String, at location: Testing.SourceLocation = #_sourceLocation) {
        #expect(run.output.isEmpty, sourceLocation: location)
        #expect(run.errors.hasPrefix("Error: "), sourceLocation: location)
        #expect(run.errors.contains(word), sourceLocation: location)
        #expect(!run.errors.contains(Shop.key) && !run.errors.contains("doormat"), sourceLocation: location)
        #expect(run.exitCode == 1, sourceLocation: location)
    }
}
