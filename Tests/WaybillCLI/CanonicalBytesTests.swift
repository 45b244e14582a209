import Foundation
import Testing

/// Every process seeds its hashing anew, and none of that may show in what is sent.
struct CanonicalBytesTests {
    @Test(arguments: ["openai-responses", "openai-chat", "openai-compatible"])
    func severalProcessesWriteTheSameBytes(api: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write("workloads: {support-chat: {models: [only/model]}}", to: "routes.yaml")
        try folder.write(
            """
            api: \(api)
            base_url: https://only.invalid/v1
            api_key: none
            models: {model: {cache: {minimum: 1, breakpoints: explicit, prompt_cache_key: true}}}

            """, to: "providers/only.yaml")
        let request = Fixture.folder("Requests").appending(path: "everything.json").path
        var wires: Set<String> = []
        for _ in 0..<4 {
            // The environment has nothing that would make hashing deterministic.
            let run = try await StartedCommand("waybill route --request '\(request)' --wire", in: folder).end()
            try #require(run.exitCode == 0, "\(run.errors)")
            wires.insert(String(run.output.drop { $0 != "{" }))
        }
        #expect(wires.count == 1)
        #expect(wires.first?.contains("order_status") == true)
        #expect(wires.first?.contains("prompt_cache_key") == true)
    }
}
