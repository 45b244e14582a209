import Foundation
import LoopbackServer
import Testing

/// Ctrl-C while a call is under way.
struct InterruptionTests {
    @Test(arguments: ["", "--json"])
    func beforeTheAnswerPrintsNothingAndClosesTheConnection(options: String) async throws {
        let server = try LoopbackServer { _ in .silence }
        defer { server.stop() }
        let command = try Shop(at: server.url("/v1")).start("exec waybill send ask hello \(options)")
        #expect(await eventually { server.requestCount == 1 })
        command.interrupt()
        let run = try await command.end()
        #expect(run.output.isEmpty)
        #expect(run.errors.isEmpty)
        #expect(run.exitCode == 130)
        #expect(await eventually { server.connections.first?.wasEndedByClient == true })
    }

    @Test func withinTheAnswerKeepsWhatWasPrinted() async throws {
        let piece = #"data: {"choices":[{"index":0,"delta":{"content":"Under the"}}]}"# + "\n\n"
        let server = try LoopbackServer { _ in .stream(headers: [("content-type", "text/event-stream")], [.text(piece), .silence]) }
        defer { server.stop() }
        let command = try Shop(at: server.url("/v1")).start("exec waybill send ask hello")
        let output = command.outputFile
        #expect(await eventually { (try? Data(contentsOf: output)) == Data("Under the".utf8) })
        command.interrupt()
        let run = try await command.end()
        #expect(run.output == "Under the\n")
        #expect(run.errors.isEmpty)
        #expect(run.exitCode == 130)
    }
}
