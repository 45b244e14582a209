import Testing
import Waybill
import WaybillTesting

@testable import GatewayServer

struct AnsweringTests {
    private func provider(
        _ name: String = "upstream", _ respond: @escaping @Sendable (RecordedRequest) -> ScriptedResponse
    ) -> ScriptedProvider { ScriptedProvider(name, respond: respond) }

    @Test func anAnswerComesWholeWithTheModelThatGaveIt() async throws {
        try await RunningGateway.run([provider { _ in .answer("Hello there") }]) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat())
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "application/json")
            #expect(answer.header("x-waybill-model") == "upstream/model")
            let json = try JSONReader.read(answer.body)
            #expect(json["choices"]?[0]?["message"]?["content"] == "Hello there")
            #expect(json["model"] == "upstream/model")
            #expect(json["id"]?.stringValue == "chatcmpl-\(answer.header("x-request-id") ?? "")")
            try await until { !gateway.exchanges.all.isEmpty }
            let exchange = try #require(gateway.exchanges.all.first)
            #expect(exchange.status == 200 && exchange.workload == "test" && exchange.model?.description == "upstream/model")
            #expect(exchange.sent == answer.body.utf8.count)
        }
    }

    @Test func aStreamComesEventByEventAndEndsOnce() async throws {
        try await RunningGateway.run([provider { _ in .answer("one two three") }]) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: true))
            #expect(answer.status == 200)
            #expect(answer.header("content-type") == "text/event-stream; charset=utf-8")
            #expect(answer.header("x-waybill-model") == "upstream/model")
            #expect(answer.events.last == "[DONE]")
            let chunks = try answer.events.dropLast().map { try JSONReader.read($0) }
            let text = chunks.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.stringValue }.joined()
            #expect(text == "one two three")
            #expect(chunks.allSatisfy { $0["model"] == "upstream/model" })
        }
    }

    @Test func aConnectionServesOneRequestAfterTheOther() async throws {
        try await RunningGateway.run([provider { .answer("number \($0.number)") }]) { gateway in
            try await gateway.open { wire in
                for number in 1...3 {
                    try await wire.post("/v1/chat/completions", RunningGateway.chat(stream: number == 2))
                    #expect(try await wire.answer().body.contains(number == 2 ? "number" : "number \(number)"))
                }
                try await wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await wire.answer().status == 200)
            }
        }
    }

    @Test func requestsThatAreSentAheadAreAnsweredInOrder() async throws {
        try await RunningGateway.run([provider { .answer("number \($0.number)") }]) { gateway in
            try await gateway.open { wire in
                for _ in 0..<3 { try await wire.post("/v1/chat/completions", RunningGateway.chat()) }
                for number in 1...3 { #expect(try await wire.answer().body.contains("number \(number)")) }
            }
        }
    }

    @Test func anOldClientGetsItsStreamUntilTheConnectionCloses() async throws {
        try await RunningGateway.run([provider { _ in .answer("one two") }]) { gateway in
            try await gateway.open { wire in
                let json = RunningGateway.chat(stream: true)
                try await wire.send(
                    "POST /v1/chat/completions HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n\r\n\(json)"
                )
                let answer = try await wire.answer()
                #expect(answer.header("transfer-encoding") == nil)
                #expect(answer.events.last == "[DONE]")
            }
        }
    }

    @Test func theHeadOfAPageCanBeAskedFor() async throws {
        try await RunningGateway.run([provider { _ in .answer("ok") }]) { gateway in
            try await gateway.open { wire in
                try await wire.send("HEAD /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                let answer = try await wire.answer(toHead: true)
                #expect(answer.status == 200 && (answer.header("content-length").flatMap { Int($0) } ?? 0) > 0)
                try await wire.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await wire.answer().body.contains(#""id":"test""#))
            }
        }
    }

    @Test func aClientThatAsksFirstIsGivenLeave() async throws {
        try await RunningGateway.run([provider { _ in .answer("ok") }]) { gateway in
            try await gateway.open { wire in
                let json = RunningGateway.chat()
                try await wire.send(
                    """
                    POST /v1/chat/completions HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Expect: 100-continue\r
                    Content-Length: \(json.utf8.count)\r
                    \r

                    """)
                #expect(try await wire.head().status == 100)
                try await wire.send(json)
                #expect(try await wire.answer().status == 200)
            }
        }
    }

    @Test func whatNobodyCouldAnswerIsAnErrorWithItsTrail() async throws {
        let models = [provider("first") { _ in .status(503) }, provider("second") { _ in .status(500) }]
        try await RunningGateway.run(models, route: .set(\.settings.attempts, 1)) { gateway in
            for stream in [false, true] {
                let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: stream))
                #expect(answer.status >= 500)
                #expect(answer.header("content-type") == "application/json")
                let error = try JSONReader.read(answer.body)["error"]
                #expect(error?["message"]?.stringValue?.isEmpty == false)
                #expect(error?["x_waybill"]?["attempts"]?.arrayValue?.count == 2)
                #expect(answer.header("x-waybill-attempts")?.contains("first/model") == true)
            }
        }
    }

    @Test func aStreamThatBreaksOffEndsWithOneErrorAndNoEnd() async throws {
        try await RunningGateway.run([provider { _ in .cut(after: "half of ") }], route: .set(\.settings.onCut, [.fail])) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: true))
            #expect(answer.status == 200)
            #expect(!answer.events.contains("[DONE]"))
            #expect(answer.events.count { $0.contains(#""error""#) } == 1)
            #expect(answer.events.last?.contains(#""error""#) == true)
            #expect(!answer.body.contains(#""finish_reason":"stop""#))
        }
    }

    @Test func theLastResortIsNamedAsSuch() async throws {
        try await RunningGateway.run([provider { _ in .status(503) }], route: .set(\.lastResort, .text("Later."))) { gateway in
            let whole = try await gateway.post("/v1/chat/completions", RunningGateway.chat())
            #expect(whole.status == 200 && whole.header("x-waybill-model") == "waybill/last-resort")
            #expect(try JSONReader.read(whole.body)["model"] == "waybill/last-resort")
            let stream = try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: true))
            #expect(stream.events.last == "[DONE]" && stream.body.contains("Later."))
            #expect(stream.body.contains(#""model":"waybill/last-resort""#))
        }
    }

    @Test func modelsAreServedByNameWhereThatIsAllowed() async throws {
        let json = RunningGateway.chat(model: "upstream/model")
        try await RunningGateway.run([provider { _ in .answer("ok") }]) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", json)
            #expect(answer.status == 404 && answer.body.contains("model_not_found"))
            #expect(gateway.transport.requests.isEmpty)
        }
        try await RunningGateway.run([provider { _ in .answer("ok") }], .set(\.allowsModels, true)) { gateway in
            #expect(try await gateway.post("/v1/chat/completions", json).status == 200)
            let listed = try await gateway.open { wire in
                try await wire.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return try await wire.answer()
            }
            #expect(listed.body.contains(#""id":"upstream/model""#))
            let unknown = try await gateway.post("/v1/chat/completions", RunningGateway.chat(model: "upstream/other"))
            #expect(unknown.status == 404)
        }
    }

    @Test func aMemberThatNoCandidatesAPIHasIsNamed() async throws {
        try await RunningGateway.run([provider { _ in .answer("ok") }]) { gateway in
            let body = #"{"model":"test","logit_bias":{"50256":-100},"messages":[{"role":"user","content":"Hi"}]}"#
            let answer = try await gateway.post("/v1/chat/completions", body)
            #expect(answer.status == 400)
            let error = try JSONReader.read(answer.body)["error"]
            #expect(error?["param"] == "logit_bias" && error?["code"] == "unsupported_parameter")
            #expect(gateway.transport.requests.isEmpty)
        }
    }

    @Test func whatHappenedCanBeMeasured() async throws {
        let failing = provider("first") { _ in .status(503) }
        try await RunningGateway.run([failing, provider("second") { _ in .answer("ok") }]) { gateway in
            _ = try await gateway.post("/v1/chat/completions", RunningGateway.chat())
            _ = try await gateway.post("/nothing/here", "{}")
            try await until { gateway.exchanges.all.count == 2 }
            let page = try await gateway.open { wire in
                try await wire.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return try await wire.answer()
            }
            #expect(page.header("content-type") == "text/plain; version=0.0.4; charset=utf-8")
            let lines = page.body.split(separator: "\n")
            for line in [
                #"waybill_gateway_requests_total{path="/v1/chat/completions",status="200"} 1.0"#,
                #"waybill_gateway_requests_total{path="other",status="404"} 1.0"#,
                #"waybill_calls_total{workload="test",model="second/model",outcome="answered"} 1.0"#,
                #"waybill_fallbacks_total{workload="test"} 1.0"#,
                #"waybill_time_to_first_token_seconds_bucket{model="second/model",le="+Inf"} 1"#,
                #"waybill_attempts_total{model="second/model",outcome="answered"} 1.0"#,
            ] { #expect(lines.contains(line[...])) }
        }
    }

    @Test func theDryRunIsAServiceToo() async throws {
        try await RunningGateway.run([provider { _ in .answer("ok") }]) { gateway in
            for body in [RunningGateway.chat(), #"{"workload":"test","conversation":"Hi"}"#] {
                let answer = try await gateway.post("/v1/plan", body)
                #expect(answer.status == 200)
                #expect(try JSONReader.read(answer.body)["chosen"] == "upstream/model")
            }
            #expect(try await gateway.post("/v1/plan", #"{"workload":"none"}"#).status == 404)
            #expect(gateway.transport.requests.isEmpty)
        }
    }
}
