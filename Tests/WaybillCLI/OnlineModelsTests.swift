import Foundation
import LoopbackServer
import Testing

/// `waybill models --online`, against a server of this process.
struct OnlineModelsTests {
    /// What the command prints where the provider answers this.
    private func run(_ reply: Reply, _ options: String = "") async throws -> CommandRun {
        let server = try LoopbackServer { _ in reply }
        defer { server.stop() }
        let shop = try Shop(at: "http://127.0.0.1:\(server.port)/v1")
        let run = try await shop.run("waybill models --online \(options)")
        #expect(server.requests.map(\.path) == ["/v1/models"])
        #expect(server.requests.first?.method == "GET")
        #expect(!(run.output + run.errors).contains(Shop.key))
        return CommandRun(
            output: run.output.replacingOccurrences(of: "\(server.port)", with: "PORT"), errors: run.errors, exitCode: run.exitCode)
    }

    @Test func whatTheProviderSaysOtherwiseStandsBelowTheModel() async throws {
        let run = try await run(
            .text(#"{"data":[{"id":"model","max_model_len":8192,"shutdown_date":"2999-12-31"},{"id":"other"},{"id":"third"}]}"#))
        #expect(
            run.output == """
                only  openai-chat  http://127.0.0.1:PORT/v1
                  offers 2 more, which the file does not name: other, third
                  model  window  output  $ in  $ cached  $ out
                  model       ?       ?  1.00      1.00   2.00
                    used by ask
                    its provider shuts it down on 2999-12-31, the file says nothing
                    its server's window is 8192, the file says nothing
                    features not known

                """)
        #expect(run.exitCode == 0)
    }

    @Test func aModelThatIsNotOfferedIsNamed() async throws {
        let run = try await run(.text(#"{"data":[]}"#), "--json")
        #expect(run.output.contains(#""online":null,"differences":["its provider does not list it"]"#))
        #expect(run.output.contains(#""providers":[{"provider":"only","offers":0,"unlisted":[]}]"#))
    }

    @Test func providersStandInTheirOrderThoughTheFirstIsTheLastToAnswer() async throws {
        let isAsked = Gate()
        let first = try LoopbackServer { _ in
            // By then the other has answered; where it has not, the order is no proof, but still right.
            Reply([.wait(isAsked), .pause(.milliseconds(100))] + Reply.text(#"{"data":[{"id":"one"}]}"#).steps)
        }
        let second = try LoopbackServer { _ in
            isAsked.open()
            return .text(#"{"data":[{"id":"one"},{"id":"two"}]}"#)
        }
        defer {
            first.stop()
            second.stop()
        }
        let shop = try Shop(at: "http://127.0.0.1:\(first.port)/v1")
        try shop.folder.write(
            """
            api: openai-chat
            base_url: http://127.0.0.1:\(second.port)/v1
            api_key: none
            models: {model: {}}
            """, to: "providers/second.yaml")
        let run = try await shop.run("waybill models --online --json")
        #expect(
            run.output.contains(
                #""providers":[{"provider":"only","offers":1,"unlisted":["one"]},{"provider":"second","offers":2,"unlisted":["one","two"]}]"#
            ))
    }

    @Test func aProviderThatRefusesIsToldWithoutTheKey() async throws {
        let run = try await run(
            .text(#"{"error":{"message":"Incorrect API key provided: \#(Shop.key).","code":"invalid_api_key"}}"#, status: 401))
        #expect(run.output.contains("  only could not be asked: "))
        #expect(run.output.contains("  model       ?       ?  1.00      1.00   2.00\n"))
        #expect(run.exitCode == 1)
    }

    @Test func namesOfModelsCannotControlTheTerminal() async throws {
        let run = try await run(.text(#"{"data":[{"id":"model"},{"id":"\u001b[31mred"}]}"#))
        #expect(!run.output.contains("\u{1B}"))
    }
}
