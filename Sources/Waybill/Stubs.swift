public import WaybillRoutes

/// Reads secrets.
public struct SecretReader: Sendable {
    public init() {}

    func read(_ reference: SecretReference) async throws -> Secret { Secret("") }
}
