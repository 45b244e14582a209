import GatewayAccess
import Synchronization
import Testing
import Waybill
import WaybillTesting

@testable import GatewayServer

/// What clients send that mean harm: nothing of it reaches a provider, and the gateway goes on.
struct AttackTests {
    private let answering = ScriptedProvider("upstream") { _ in .answer("ok") }

    /// Runs an attack, after which an honest client must be served, and nobody else have been.
    private func attack(
        _ given: Setting<GatewayOptions> = .usual, access: CallerAccess? = nil, honest headers: String = "",
        _ body: @escaping @Sendable (RunningGateway) async throws -> Void
    ) async throws {
        try await RunningGateway.run([answering], given, access: access) { gateway in
            try await body(gateway)
            #expect(gateway.transport.requests.isEmpty)
            #expect(try await gateway.post("/v1/chat/completions", RunningGateway.chat(), headers: headers).status == 200)
        }
    }

    @Test(arguments: [
        "", "{", "[]", "null", "\"text\"", "{\"model\":}", "{\"model\":\"test\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]",
        "{\"model\":\"test\",\"model\":\"other\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}", "{\"a\":1e999999}", "\u{0}",
        "{\"model\":\"test\",\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}",
        "{\"model\":\"test\",\"messages\":\(String(repeating: "[", count: 20_000))",
        "\(String(repeating: "{\"a\":", count: 20_000))1\(String(repeating: "}", count: 20_000))",
    ])
    func aBodyThatIsNoRequestIsRefused(_ body: String) async throws {
        try await attack { gateway in
            for path in ["/v1/chat/completions", "/v1/responses", "/v1/plan"] {
                let answer = try await gateway.post(path, body)
                #expect(answer.status == 400)
                #expect(try JSONReader.read(answer.body)["error"]?["type"] == "invalid_request_error")
            }
        }
    }

    @Test func bytesThatAreNoUTF8AreRefused() async throws {
        try await attack { gateway in
            var body = Array(RunningGateway.chat().utf8)
            body[body.firstIndex(of: UInt8(ascii: "H"))!] = 0xFF
            let bytes = body
            let answer = try await gateway.open { wire in
                try await wire.send(
                    "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: \(bytes.count)\r\n\r\n"
                )
                try await wire.send(bytes)
                return try await wire.answer()
            }
            #expect(answer.status == 400)
        }
    }

    /// Heads that two servers could read in two ways, and so see two requests where there is one.
    @Test(arguments: [
        "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked, identity\r\n", "Transfer-Encoding: xchunked\r\n", "Content-Length: +5\r\n", "Content-Length: 0x5\r\n",
        "Content-Length: -1\r\n", "Content-Length : 5\r\n", "X-A: b\r\n Content-Length: 5\r\n", "Content-Length: 99999999999999999999\r\n",
    ])
    func aRequestWithTwoReadingsIsRefusedWithItsConnection(_ headers: String) async throws {
        try await attack { gateway in
            let rest = try await gateway.open { wire in
                try await wire.send(
                    """
                    POST /v1/chat/completions HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    \(headers)\r
                    0\r
                    \r
                    POST /v1/chat/completions HTTP/1.1\r
                    Host: localhost\r
                    Content-Type: application/json\r
                    Content-Length: \(RunningGateway.chat().utf8.count)\r
                    \r
                    \(RunningGateway.chat())
                    """)
                return try await wire.rest()
            }
            #expect(rest.isEmpty || rest.hasPrefix("HTTP/1.1 4"))
            #expect(rest.ranges(of: "HTTP/1.1 ").count <= 1)
        }
    }

    @Test func aChunkThatLiesAboutItsSizeIsRefused() async throws {
        try await attack { gateway in
            for chunk in ["zz\r\n{}\r\n", "5\r\n{}\r\n0\r\n\r\n", "-1\r\n{}\r\n", "ffffffffffffffffff\r\n{}"] {
                let rest = try await gateway.open { wire in
                    try await wire.send(
                        """
                        POST /v1/chat/completions HTTP/1.1\r
                        Host: localhost\r
                        Content-Type: application/json\r
                        Transfer-Encoding: chunked\r
                        \r
                        \(chunk)
                        """)
                    return try await wire.rest()
                }
                #expect(rest.isEmpty || rest.hasPrefix("HTTP/1.1 4"))
            }
        }
    }

    @Test(arguments: [
        "/v1/chat/completions/", "//v1/chat/completions", "/v1/./chat/completions", "/v1/../v1/chat/completions", "/V1/chat/completions",
        "/v1/chat%2Fcompletions", "/v1/%63hat/completions", "http://localhost/v1/../v1/chat/completions", "/v1/chat/completions;a=b", "*",
        "/",
        "/v1/models/%00", "/v1/models/%ff", "/v1/models/%zz", "/v1/models/..%2f..%2fetc%2fpasswd",
    ])
    func aDetourIsNoPath(_ path: String) async throws {
        try await attack { gateway in
            let answer = try await gateway.post(path, RunningGateway.chat())
            #expect([400, 404, 405].contains(answer.status))
        }
    }

    @Test(arguments: [
        "te\\r\\nX-Injected: 1", "te\\u0000st", "../../etc/passwd", "provider/../model", String(repeating: "x", count: 100_000),
    ])
    func aNameCannotBecomeAHeaderOrAPath(_ model: String) async throws {
        try await attack(.set(\.allowsModels, true)) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(model: model))
            #expect(answer.status == 404)
            #expect(answer.header("x-injected") == nil)
        }
    }

    @Test func headersWithoutEndAreRefused() async throws {
        try await attack { gateway in
            let rest = try await gateway.open { wire in
                try await wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\n")
                for number in 0..<2_000 { try? await wire.send("X-\(number): \(String(repeating: "x", count: 100))\r\n") }
                return try await wire.rest()
            }
            #expect(rest.isEmpty || rest.hasPrefix("HTTP/1.1 4"))
            for head in ["NONSENSE\r\n\r\n", "\r\n\r\n\r\n\u{1}\u{2}", "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}"] {
                let rest = try await gateway.open { wire in
                    try await wire.send(head)
                    return try await wire.rest()
                }
                #expect(rest.isEmpty || rest.hasPrefix("HTTP/1.1 4"))
            }
        }
    }

    @Test func aPageOfABrowserCannotSpend() async throws {
        try await attack { gateway in
            let json = RunningGateway.chat()
            for (headers, status) in [
                ("Host: localhost\r\nContent-Type: text/plain\r\n", 415), ("Host: localhost\r\n", 415),
                ("Host: evil.example\r\nContent-Type: application/json\r\n", 403),
                ("Host: 127.0.0.1.evil.example\r\nContent-Type: application/json\r\n", 403),
            ] {
                let answer = try await gateway.open { wire in
                    try await wire.send("POST /v1/chat/completions HTTP/1.1\r\n\(headers)Content-Length: \(json.utf8.count)\r\n\r\n\(json)")
                    return try await wire.answer()
                }
                #expect(answer.status == status)
            }
        }
    }

    @Test func wrongKeysAtSpeedGetNothing() async throws {
        let key = NewKey()
        let access = CallerAccess(try CallerTable([Caller("honest", keys: [key.hash])]), time: SystemTime())
        try await attack(access: access, honest: "Authorization: Bearer \(key.key)\r\n") { gateway in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in 0..<8 {
                    group.addTask {
                        try await gateway.open { wire in
                            for number in 0..<200 {
                                let wrong = number % 4 == 0 ? "" : "Authorization: Bearer wb-\(client)-\(number)-\(key.key.dropLast())\r\n"
                                try await wire.post("/v1/chat/completions", RunningGateway.chat(), headers: wrong)
                                let answer = try await wire.answer()
                                #expect(answer.status == 401 && answer.header("www-authenticate") == "Bearer")
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func idleConnectionsKeepNobodyOut() async throws {
        let count = ProcessEnvironment.value("WAYBILL_FULL") == nil ? 200 : 10_000
        try await attack { gateway in
            let connections = Counter()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<count {
                    group.addTask {
                        try await gateway.open { wire in
                            try await wire.send("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n")
                            connections.add()
                            try? await Task.sleep(for: .seconds(600))
                        }
                    }
                }
                try await until { connections.count == count }
                let answer = try await gateway.open { wire in
                    try await wire.send("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    return try await wire.answer()
                }
                #expect(answer.status == 200)
                group.cancelAll()
                try await group.waitForAll()
            }
        }
    }
}

/// Counts from any task.
private final class Counter: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .relaxed) }

    func add() { value.add(1, ordering: .relaxed) }
}
