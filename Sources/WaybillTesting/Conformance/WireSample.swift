public import WaybillInterchange

/// One answer in the bytes of an API, whole and streamed, with what it means.
public struct WireSample: Sendable {
    /// What it is called in a violation.
    public var name: String
    /// The answer as one document.
    public var document: [UInt8]
    /// The same answer as server-sent events, with the empty line that ends the last.
    public var stream: [UInt8]
    /// Its text.
    public var text: String
    /// The words for not answering.
    public var refusal: String?
    /// The calls it asks for.
    public var toolCalls: [ToolCall]
    /// Why it stops; `nil`: not checked.
    public var finishReason: FinishReason?
    /// Its tokens by class; `nil`: not checked.
    public var usage: TokenUsage?

    /// Creates a sample.
    public init(
        _ name: String, document: [UInt8], stream: [UInt8], text: String = "", refusal: String? = nil, toolCalls: [ToolCall] = [],
        finishReason: FinishReason? = nil, usage: TokenUsage? = nil
    ) {
        self.name = name
        self.document = document
        self.stream = stream
        self.text = text
        self.refusal = refusal
        self.toolCalls = toolCalls
        self.finishReason = finishReason
        self.usage = usage
    }
}
