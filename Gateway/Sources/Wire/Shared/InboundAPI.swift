/// An API that clients of the gateway may speak.
public enum InboundAPI: String, Sendable, Hashable, CaseIterable {
    /// Chat Completions: `POST /v1/chat/completions`.
    case chat
    /// Responses: `POST /v1/responses`.
    case responses
}
