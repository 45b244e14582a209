public import WaybillInterchange
public import WaybillRoutes

/// A provider that answers from a script, at an address of its own.
///
/// ```swift
/// let first = ScriptedProvider("first", [.status(503)])
/// let second = ScriptedProvider("second", speaks: .openAIChat, [.answer("Hello.")])
/// let transport = ScriptedTransport([first, second], time: time)
/// let table = try RouteTable.testing([first, second])
/// ```
public struct ScriptedProvider: Sendable {
    /// The provider as a route table holds it, to be changed at will but for its address.
    ///
    /// It needs no key, and of its models nothing is known.
    public var provider: Provider
    let respond: @Sendable (RecordedRequest) -> ScriptedResponse

    /// Creates a provider that answers each request with the next response, and with the last again and again.
    ///
    /// - Parameters:
    ///   - name: Its name, which is also part of its address.
    ///   - speaks: What it speaks.
    ///   - models: The ids of its models.
    ///   - responses: What it does with each request; without any it answers every request with an empty text.
    public init(
        _ name: String, speaks: ProviderAPI = .openAIResponses, models: [String] = ["model"], _ responses: [ScriptedResponse]
    ) {
        self.init(name, speaks: speaks, models: models) { request in
            responses.isEmpty ? .answer("") : responses[min(request.number, responses.count) - 1]
        }
    }

    /// Creates a provider that decides by the request.
    public init(
        _ name: String, speaks: ProviderAPI = .openAIResponses, models: [String] = ["model"],
        respond: @escaping @Sendable (RecordedRequest) -> ScriptedResponse
    ) {
        provider = Provider(
            name: name, api: speaks, baseURL: "https://\(name).invalid/v1", models: models.map { Model(id: $0) })
        provider.auth = .none
        self.respond = respond
    }

    /// Its models by their full names.
    public var models: [ModelName] { provider.models.map { ModelName(provider: provider.name, id: $0.id) } }
}
