import WaybillRoutes

/// What a model is reached by, whichever key is used: by it is kept what is learned of the model itself.
struct ModelAddress: Hashable, Sendable {
    private let server: String
    private let model: String

    init(_ provider: Provider, _ model: Model) {
        server = provider.server
        self.model = model.id
    }
}
