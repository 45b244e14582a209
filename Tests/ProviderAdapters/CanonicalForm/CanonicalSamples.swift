import WaybillInterchange
import WaybillPromptCaching
import WaybillRoutes

@testable import WaybillProviderAdapters

/// The adapters and the request that the tests of the canonical form share.
enum CanonicalSamples {
    /// One adapter of each API; the compatible server's dialect joins messages.
    static let adapters: [(name: String, adapter: any ProviderAdapter)] = [
        ("openai-responses", ResponsesSamples.adapter(ResponsesSamples.plain)),
        ("openai-chat", ChatSamples.openAI()),
        ("openai-compatible", ChatSamples.adapter(.generic)),
    ]

    /// The request as its file has it.
    static func request() throws -> JSONValue { try JSONReader.read(FixtureFiles.bytes("canonical-form/request.json")) }

    /// The request with less of what nobody may touch.
    static func shortRequest() throws -> JSONValue {
        guard case .object(var members) = try request() else { return .null }
        for key in ["conversation", "examples", "references"] {
            members[key] = members[key]?.arrayValue.map { .array(Array($0.prefix(1))) }
        }
        return .object(members)
    }

    /// The bodies that a request in its JSON form becomes, in the order of ``adapters``.
    static func bodies(_ json: JSONValue) throws -> [[UInt8]] { bodies(try ModelRequest(json: json, at: .root)) }

    static func bodies(_ request: ModelRequest) -> [[UInt8]] {
        let prepared = PromptPreparation().prepare(request)
        return adapters.map { $0.adapter.encode(prepared, request.parameters, streaming: true).body }
    }
}
