import GatewayAccess
import Testing
import Waybill
import WaybillTesting

@testable import GatewayServer

/// A gateway that knows its callers.
struct KeyTests {
    private let answering = ScriptedProvider("upstream") { _ in .answer("ok") }

    /// Runs a gateway that one caller has the key `secret` of.
    private func run(
        _ models: [ScriptedProvider]? = nil, _ given: Setting<GatewayOptions> = .usual, caller change: Setting<Caller> = .usual,
        _ body: @escaping @Sendable (RunningGateway) async throws -> Void
    ) async throws {
        var caller = Caller("honest", keys: [KeyHash(of: "secret")])
        change.apply(&caller)
        let access = CallerAccess(try CallerTable([caller]), time: SystemTime())
        try await RunningGateway.run(models ?? [answering], given, access: access, body)
    }

    private func get(_ path: String, _ headers: String, of gateway: RunningGateway) async throws -> Wire.Answer {
        try await gateway.open { wire in
            try await wire.send("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\(headers)\r\n")
            return try await wire.answer()
        }
    }

    private let key = "Authorization: Bearer secret\r\n"

    @Test(arguments: ["127.0.0.1", "0.0.0.0"])
    func whoIsOnlyWithinReachSeesNoFigures(host: String) async throws {
        let key = key
        try await run(nil, .set(\.host, host)) { gateway in
            for (path, headers, status) in [
                ("/health", "", 200), ("/v1/models", "", 401), ("/metrics", "", host == "127.0.0.1" ? 200 : 401), ("/metrics", key, 200),
            ] {
                let answer = try await get(path, headers, of: gateway)
                #expect(answer.status == status)
            }
        }
    }

    @Test func aPlanCountsAsARequest() async throws {
        let key = key
        try await run(caller: .set(\.rateLimits.requestsPerMinute, 2)) { gateway in
            for (path, status) in [("/v1/plan", 200), ("/v1/chat/completions", 200), ("/v1/plan", 429), ("/v1/chat/completions", 429)] {
                let answer = try await gateway.post(path, RunningGateway.chat(), headers: key)
                #expect(answer.status == status)
            }
            #expect(gateway.transport.requests.count == 1)
        }
    }

    @Test func aStreamIsUnderWayUntilItsLastByte() async throws {
        let key = key
        let slow = ScriptedProvider("upstream") { _ in .answer("late").delayed(by: .seconds(2)) }
        try await run([slow], caller: .set(\.concurrency, 1)) { gateway in
            try await gateway.open { wire in
                try await wire.post("/v1/chat/completions", RunningGateway.chat(stream: true), headers: key)
                try await until { gateway.transport.requests.count == 1 }
                let other = try await gateway.post("/v1/responses", #"{"model":"test","input":"Hi"}"#, headers: key)
                #expect(other.status == 429 && other.header("retry-after") == "1")
                #expect(try await wire.answer().status == 200)
            }
            try await until { gateway.exchanges.all.count == 2 }
            #expect(try await gateway.post("/v1/chat/completions", RunningGateway.chat(), headers: key).status == 200)
        }
    }

    @Test func whatIsNotGrantedIsNeitherServedNorListed() async throws {
        let key = key
        try await run(nil, .set(\.allowsModels, true), caller: .set(\.workloads, ["other"])) { gateway in
            for model in ["test", "upstream/model", "nowhere"] {
                let answer = try await gateway.post("/v1/chat/completions", RunningGateway.chat(model: model), headers: key)
                #expect(answer.status == 403)
                #expect(try JSONReader.read(answer.body)["error"]?["code"] == "model_not_allowed")
            }
            let list = try await get("/v1/models", key, of: gateway)
            #expect(try JSONReader.read(list.body)["data"] == [])
            #expect(gateway.transport.requests.isEmpty)
        }
    }
}
