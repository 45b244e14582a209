/// What a model is reached by, whichever key is used: by it is kept what is learned of the model itself.
struct ModelAddress: Hashable, Sendable {
    private let server: String
    private let model: String

    init(_ endpoint: Endpoint) {
        server = endpoint.provider.server
        model = endpoint.name.id
    }
}
