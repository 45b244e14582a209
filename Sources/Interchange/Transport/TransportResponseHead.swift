/// The head of a response.
public struct TransportResponseHead: Sendable, Hashable {
    /// The HTTP status code.
    public var status: Int
    /// The headers in the order in which they came; several with one name stay several.
    public var headers: [HeaderField]
    /// Whether the exchange used a connection that had served an earlier one.
    public var reusedConnection: Bool

    /// Creates a head.
    public init(status: Int, headers: [HeaderField] = [], reusedConnection: Bool = false) {
        self.status = status
        self.headers = headers
        self.reusedConnection = reusedConnection
    }
}
