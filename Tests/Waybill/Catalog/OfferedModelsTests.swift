import LoopbackServer
import Testing
import WaybillTesting

@testable import Waybill

/// Asking a provider which models it offers.
struct OfferedModelsTests {
    private static let key = "sk-offered-key-0123456789"
    private let time = VirtualTime()

    private func router(_ responses: ScriptedResponse...) throws -> (ModelRouter, ScriptedTransport) {
        var provider = ScriptedProvider("only", responses)
        provider.provider.auth = .bearer
        provider.provider.credentials = [Credential(name: "key", reference: .environment("OFFERED_KEY"))]
        let transport = ScriptedTransport([provider], time: time)
        let secrets = SecretReader(environment: { $0 == "OFFERED_KEY" ? Self.key : nil })
        return (
            ModelRouter(
                table: try .testing([provider]), options: RouterOptions(transport: transport, time: time, secrets: secrets, logger: nil)),
            transport
        )
    }

    private func answer(_ text: String, status: Int = 200) -> ScriptedResponse {
        .events(.head(status: status, headers: [HeaderField("Content-Type", "application/json")]), .text(text), .end)
    }

    private func failure(_ response: ScriptedResponse) async throws -> ModelFailure? {
        let (router, _) = try router(response)
        do {
            _ = try await time.run { try await router.offeredModels(of: "only") }
            return nil
        } catch {
            return error as? ModelFailure
        }
    }

    @Test func theListIsReadWithWhatItSaysOfTheModels() async throws {
        let (router, transport) = try router(
            answer(
                """
                {"object": "list", "data": [
                  {"id": "b", "object": "model", "owned_by": "x", "shutdown_date": "2026-12-11"},
                  {"id": "a", "max_model_len": 32768, "shutdown_date": null},
                  {"id": "c", "meta": {"n_ctx": 4096, "n_ctx_train": 131072}, "shutdown_date": "soon"},
                  {"id": "a", "max_model_len": 1}, {"object": "model"}, 7, {"id": ""}
                ]}
                """))
        let models = try await time.run { try await router.offeredModels(of: "only") }
        #expect(
            models == [
                OfferedModel(id: "a", contextWindow: 32_768), OfferedModel(id: "b", shutdown: "2026-12-11"),
                OfferedModel(id: "c", contextWindow: 4_096),
            ])
        let request = try #require(transport.requests.first?.request)
        #expect(request.method == "GET")
        #expect(request.url == "https://only.invalid/v1/models")
        #expect(request.body.isEmpty)
        #expect(request.headers.contains { $0.name == "Authorization" && $0.value == "Bearer \(Self.key)" })
        #expect(request.maximumResponseBytes == 4 << 20)
    }

    @Test(arguments: ["", "{}", "[]", "<html>", #"{"data": {}}"#]) func whatIsNoListIsAFailure(text: String) async throws {
        #expect(try await failure(answer(text))?.kind == .malformedAnswer)
    }

    @Test func anErrorIsToldWithoutTheKeyAndWithoutAModel() async throws {
        let text = #"{"error": {"message": "Incorrect API key provided: sk-offered-key-0123456789", "code": "invalid_api_key"}}"#
        let failure = try #require(try await failure(answer(text, status: 401)))
        #expect(failure.kind == .authentication)
        #expect(failure.model == nil)
        #expect(!"\(failure) \(failure.providerMessage ?? "")".contains(Self.key))
    }

    @Test func aProviderWithoutAListSaysSo() async throws {
        #expect(try await failure(answer("not found", status: 404))?.kind == .unsupported)
    }

    @Test func aProviderThatSaysNothingIsNotAwaitedForever() async throws {
        let failure = try #require(try await failure(answer("{}").delayed(by: .seconds(60))))
        #expect(failure.kind == .deadline)
        #expect(time.now <= .seconds(10))
    }

    @Test func whoHasNoListIsNotAsked() async throws {
        let (router, transport) = try router(answer("{}"))
        await #expect(throws: ModelFailure.self) { try await router.offeredModels(of: "nobody") }
        #expect(transport.requests.isEmpty)
    }

    @Test func aListThatNeverEndsIsCutOff() async throws {
        let long = String(repeating: " ", count: 5 << 20)
        let server = try LoopbackServer { _ in .text(long) }
        defer { server.stop() }
        let provider = Provider(
            name: "long", api: .openAICompatible, baseURL: "http://127.0.0.1:\(server.port)/v1", models: [Model(id: "m")])
        let router = ModelRouter(table: try .testing([provider]), options: RouterOptions(logger: nil))
        let error = await #expect(throws: ModelFailure.self) { try await router.offeredModels(of: "long") }
        #expect(error?.kind == .answerTooLarge)
        #expect(server.requests.map(\.path) == ["/v1/models"])
        await router.close()
    }
}
