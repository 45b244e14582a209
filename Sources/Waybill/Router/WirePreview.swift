public import WaybillInterchange

/// The exact request that a model would be sent.
public struct WirePreview: Sendable {
    /// The request, its key hidden.
    public var request: TransportRequest
    /// How many bytes of its body, from the first, belong to the stable part of the prompt; `nil` where there is no stable part.
    ///
    /// As long as tools, instructions, examples and references stay, these bytes are the same in every request.
    public var stableBytes: Int?
}
