import NIOHTTP1
import Testing
import Waybill
import WaybillTesting

@testable import GatewayServer

/// What the head of a request says, and what that of an answer does.
struct HeadTests {
    private let answering = ScriptedProvider("upstream") { _ in .answer("ok") }

    private func target(_ uri: String, _ headers: HTTPHeaders, _ version: HTTPVersion = .http1_1) throws -> RequestTarget {
        try RequestTarget(HTTPRequestHead(version: version, method: .POST, uri: uri, headers: headers))
    }

    @Test(arguments: [
        ("localhost", "localhost"), ("localhost:8420", "localhost"), ("[::1]:8420", "::1"), ("[::1]", "::1"), ("127.0.0.1", "127.0.0.1"),
        ("localhost:80@evil.example", ""), ("[::1]evil.example", ""), ("", ""), ("evil.example:1", "evil.example"),
    ])
    func theHostIsWhatStandsBeforeItsPort(text: String, host: String) throws {
        #expect(try target("/v1/models", ["Host": text]).host.map(String.init) == host)
    }

    /// As a client writes it to a proxy (RFC 9112, 3.2.2).
    @Test(arguments: [
        ("http://localhost:8420/v1/models?a=b", "/v1/models", "localhost"),
        ("HTTPS://evil.example/v1/models", "/v1/models", "evil.example"),
        ("http://localhost", "", "localhost"), ("/v1/models#a", "/v1/models", "elsewhere"),
        ("http:/v1/models", "http:/v1/models", "elsewhere"),
    ])
    func aWholeURLNamesThePathAndTheHost(uri: String, path: String, host: String) throws {
        let target = try target(uri, ["Host": "elsewhere"])
        #expect((String(target.path), target.host.map(String.init)) == (path, host))
    }

    @Test func oneHostIsNamed() throws {
        for headers: HTTPHeaders in [[:], ["Host": "localhost", "host": "localhost"]] {
            #expect(throws: (any Error).self) { try target("/", headers) }
        }
        #expect(try target("/", [:], .http1_0).host == nil)
    }

    @Test func bodiesComeAsTheyAreOrInChunks() throws {
        #expect(try target("/", ["Host": "a", "Transfer-Encoding": "Chunked"]).host == "a")
        for coding in ["gzip, chunked", "gzip"] {
            #expect(throws: (any Error).self) { try target("/", ["Host": "a", "Transfer-Encoding": coding]) }
        }
        #expect(throws: (any Error).self) { try target("/", ["Transfer-Encoding": "chunked"], .http1_0) }
    }

    @Test func aRequestIsUnderstoodHoweverItNamesTheGateway() async throws {
        try await RunningGateway.run([answering]) { gateway in
            for (target, host, status) in [
                ("http://localhost/v1/chat/completions", "localhost", 200), ("/v1/chat/completions", "LocalHost:1", 200),
                ("http://evil.example/v1/chat/completions", "localhost", 403),
                ("/v1/chat/completions", "localhost\r\nHost: localhost", 400),
                ("/v1/chat/completions", "localhost\r\nContent-Encoding: gzip", 415),
                ("/v1/chat/completions", "localhost\r\nContent-Encoding: identity", 200),
            ] {
                let json = RunningGateway.chat()
                let answer = try await gateway.open { wire in
                    try await wire.send(
                        "POST \(target) HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\nContent-Length: \(json.utf8.count)\r\n\r\n\(json)"
                    )
                    return try await wire.answer()
                }
                #expect(answer.status == status, "\(target) at \(host)")
                #expect(answer.header("date")?.hasSuffix(" GMT") == true)
            }
            #expect(gateway.transport.requests.count == 3)
        }
    }

    /// What comes next is its body or another request: nobody can tell.
    @Test func whoIsRefusedBeforeItsBodyHasToComeAgain() async throws {
        try await RunningGateway.run([answering]) { gateway in
            try await gateway.open { wire in
                try await wire.send("POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n")
                let answer = try await wire.answer()
                #expect(answer.status == 404 && answer.header("connection") == "close")
            }
        }
    }

    @Test func whatIsNoHTTPIsToldSo() async throws {
        try await RunningGateway.run([answering]) { gateway in
            let filler = String(repeating: "x", count: 40_000)
            for (head, status, code) in [
                ("NONSENSE\r\n\r\n", 400, "malformed_request"),
                ("GET /health HTTP/1.1\r\nHost: a\r\nX: \(filler)\r\n\r\n", 431, "headers_too_large"),
            ] {
                let answer = try await gateway.open { wire in
                    try await wire.send(head)
                    return try await wire.answer()
                }
                #expect(answer.status == status && answer.header("connection") == "close")
                #expect(try JSONReader.read(answer.body)["error"]?["code"]?.stringValue == code)
            }
        }
    }

    /// A client takes the first answer for that to its first request.
    @Test func whatIsNoHTTPComesAfterTheAnswersBeforeIt() async throws {
        let slow = ScriptedProvider("upstream") { _ in .answer("late").delayed(by: .milliseconds(100)) }
        try await RunningGateway.run([slow]) { gateway in
            try await gateway.open { wire in
                try await wire.post("/v1/chat/completions", RunningGateway.chat())
                try await wire.send("NONSENSE\r\n\r\n")
                #expect(try await wire.answer().status == 200)
                #expect(try await wire.rest().isEmpty)
            }
        }
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"),
    ])
    func aDateIsWrittenAsHeadersHaveIt(second: Int64, text: String) {
        #expect(HTTPDate.write(second) == text)
    }

    @Test func aNameThatIsNoneIsNotRepeated() async throws {
        try await RunningGateway.run([answering], .set(\.allowsModels, true)) { gateway in
            let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(model: String(repeating: "x", count: 100_000)))
            #expect(answer.status == 404 && answer.body.utf8.count < 500)
            try await until { gateway.exchanges.all.count == 1 }
            let line = try #require(gateway.exchanges.all.first).line
            #expect(line["workload"]?.stringValue?.utf8.count == Exchange.longestName)
        }
    }
}
