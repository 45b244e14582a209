import Synchronization
import Testing
import Waybill
import WaybillTesting

@testable import GatewayServer

/// What connections may take, and what becomes of those that take more.
struct ConnectionTests {
    private let answering = ScriptedProvider("upstream") { _ in .answer("ok") }

    private func run(
        _ models: [ScriptedProvider]? = nil, _ given: Setting<GatewayOptions> = .usual,
        _ body: @escaping @Sendable (RunningGateway) async throws -> Void
    ) async throws {
        try await RunningGateway.run(models ?? [answering], given, body)
    }

    @Test func aHeadThatDoesNotEndIsRefusedInTime() async throws {
        try await run(nil, .set(\.limits.headTime, .milliseconds(80))) { gateway in
            try await gateway.open { wire in
                try await wire.send("GET /health HTTP/1.1\r\nHost: local")
                let answer = try await wire.answer()
                #expect(answer.status == 408)
                #expect(try await wire.rest().isEmpty)
            }
        }
    }

    @Test func aBodyThatPausesIsRefusedInTime() async throws {
        try await run(nil, .set(\.limits.bodyPause, .milliseconds(80))) { gateway in
            try await gateway.open { wire in
                try await wire.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                )
                #expect(try await wire.answer().status == 408)
            }
            try await until { gateway.exchanges.all.count == 1 }
            #expect(gateway.exchanges.all.map(\.status) == [408])
            #expect(gateway.transport.requests.isEmpty)
        }
    }

    @Test func aConnectionWithoutRequestsIsClosed() async throws {
        try await run(nil, .set(\.limits.idleTime, .milliseconds(500))) { gateway in
            try await gateway.open { (wire) async throws -> Void in
                let rest = try await wire.rest()
                #expect(rest.isEmpty)
            }
            try await gateway.open { wire in
                try await wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                #expect(try await wire.answer().status == 200)
                #expect(try await wire.rest().isEmpty)
            }
        }
    }

    @Test func aBodyThatIsTooLargeIsNotRead() async throws {
        try await run(nil, .set(\.limits.bodyBytes, 1_000)) { gateway in
            try await gateway.open { wire in
                try await wire.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n"
                )
                let answer = try await wire.answer()
                #expect(answer.status == 413 && answer.header("connection") == "close")
            }
            try await gateway.open { wire in
                try await wire.send(
                    """
                    POST /v1/chat/completions HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Transfer-Encoding: chunked\r
                    \r

                    """)
                for _ in 0..<3 { try await wire.send("190\r\n\(String(repeating: " ", count: 400))\r\n") }
                #expect(try await wire.answer().status == 413)
            }
        }
    }

    @Test func allBodiesTogetherHaveALimit() async throws {
        try await run(nil, .set(\.limits.allBodyBytes, 1_000)) { gateway in
            let large = RunningGateway.chat(text: String(repeating: "x", count: 1_000))
            let answer = try await gateway.post("/v1/chat/completions", large)
            #expect(answer.status == 503)
            // What was counted is given back.
            for _ in 0..<10 { #expect(try await gateway.post("/v1/chat/completions", RunningGateway.chat()).status == 200) }
        }
    }

    @Test func aClientThatGoesAwayEndsItsCallAtOnce() async throws {
        let slow = ScriptedProvider("upstream") { _ in .answer("late").delayed(by: .seconds(600)) }
        for stream in [false, true] {
            try await run([slow]) { gateway in
                try await gateway.open { wire in
                    try await wire.post("/v1/chat/completions", RunningGateway.chat(stream: stream))
                    try await until { gateway.transport.requests.count == 1 }
                }
                try await until { gateway.transport.requests.first?.wasCancelled == true }
                try await until { gateway.exchanges.all.count == 1 }
                #expect(gateway.transport.requests.count == 1)
            }
        }
    }

    @Test func requestsThatAreSentAheadAreNoIdleness() async throws {
        let slow = ScriptedProvider("upstream") { _ in .answer("late").delayed(by: .milliseconds(1_200)) }
        try await run([slow], .set(\.limits.idleTime, .milliseconds(500))) { gateway in
            try await gateway.open { wire in
                for _ in 0..<2 { try await wire.post("/v1/chat/completions", RunningGateway.chat()) }
                for _ in 0..<2 { #expect(try await wire.answer().status == 200) }
            }
        }
    }

    @Test func aSilentStreamIsKeptAliveByComments() async throws {
        let slow = ScriptedProvider("upstream") { _ in .answer("late").delayed(by: .milliseconds(500)) }
        try await run([slow], .set(\.limits.heartbeat, .milliseconds(40))) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: true))
            #expect(answer.body.hasPrefix(": waiting\n\n"))
            #expect(answer.events.last == "[DONE]")
            // Its head went ahead, before it was known who would answer.
            #expect(answer.header("x-waybill-model") == nil)
            #expect(answer.body.contains(#""model":"upstream/model""#))
        }
    }

    @Test func aFailureAfterTheHeadIsAnEvent() async throws {
        let failing = ScriptedProvider("upstream") { _ in .status(500).delayed(by: .milliseconds(300)) }
        try await RunningGateway.run([failing], .set(\.limits.heartbeat, .milliseconds(40)), route: .set(\.settings.attempts, 1)) {
            gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: true))
            #expect(answer.status == 200)
            #expect(answer.events.count == 1)
            #expect(answer.events.first?.contains(#""error""#) == true)
        }
    }

    @Test func aPortThatIsTakenIsSaid() async throws {
        try await run { gateway in
            var options = GatewayOptions()
            options.port = gateway.port
            let router = ModelRouter(table: try RouteTable.testing([ScriptedProvider("other") { _ in .answer("ok") }]))
            let error = await #expect(throws: CannotListen.self) {
                try await Gateway(router: router, options: options).run(stoppingOn: [])
            }
            #expect(error?.description.contains("port \(gateway.port): Address already in use") == true)
        }
    }

    @Test func stoppingLetsAnswersFinish() async throws {
        let slow = ScriptedProvider("upstream") { _ in .answer("one two three").delayed(by: .milliseconds(200)) }
        let pending = Mutex<Task<Wire.Answer, any Error>?>(nil)
        try await run([slow]) { gateway in
            pending.withLock { $0 = Task { try await gateway.post("/v1/chat/completions", RunningGateway.chat(stream: true)) } }
            try await until { gateway.transport.requests.count == 1 }
        }
        let answer = try await pending.withLock { $0 }?.value
        #expect(answer?.events.last == "[DONE]")
    }
}
