public import WaybillInterchange

/// Counts the tokens of whole requests.
///
/// The counts are estimates: by the number of UTF-8 bytes, with a fixed overhead for each message and tool.
public struct RequestTokens: Sendable {
    /// Bytes of UTF-8 per token, in hundredths: what `o200k_base` averages over English, code, JSON and most other scripts.
    private static let bytesPerHundredTokens = 390
    /// Tokens that frame a message, a tool or an item.
    private static let overheadPerItem = 4
    /// What an image counts where nothing is known of its size: that of 1024 × 1024 pixels on most models.
    private static let tokensPerImage = 1_000

    /// Creates a counter.
    public init() {}

    /// The input tokens of a request, as far as they can be told without the model's tokenizer.
    public func count(_ request: PreparedRequest, tokenizer: String?) -> TokenCount {
        var bytes = request.request.instructions?.utf8.count ?? 0
        var tokens = request.request.instructions == nil ? 0 : Self.overheadPerItem
        for (tool, schema) in zip(request.request.tools, request.toolSchemas) {
            bytes += tool.name.utf8.count + (tool.description?.utf8.count ?? 0) + schema.count
            tokens += Self.overheadPerItem
        }
        bytes += request.outputSchema?.count ?? 0
        for item in request.items {
            tokens += Self.overheadPerItem
            switch item {
            case .message(let message): add(message.content, bytes: &bytes, tokens: &tokens)
            case .toolCall(let call): bytes += call.name.utf8.count + call.arguments.utf8.count
            case .toolResult(let result): add(result.content, bytes: &bytes, tokens: &tokens)
            case .reasoning(let item): bytes += item.text.utf8.count
            case .other: break
            }
        }
        return TokenCount(tokens + Self.estimate(bytes: bytes), .estimated, tokenizer: tokenizer ?? "unknown")
    }

    /// The expected tokens of a text of this many UTF-8 bytes.
    public static func estimate(bytes: Int) -> Int {
        (bytes * 100 + bytesPerHundredTokens - 1) / bytesPerHundredTokens
    }

    private func add(_ content: [ContentPart], bytes: inout Int, tokens: inout Int) {
        for part in content {
            switch part {
            case .text(let text), .refusal(let text): bytes += text.utf8.count
            case .image: tokens += Self.tokensPerImage
            case .file(let file):
                if case .bytes(let content, _) = file.source { bytes += content.count }
            case .audio(let audio): bytes += audio.bytes.count / 16
            }
        }
    }
}
