import Waybill

extension ModelRequest {
    /// About how many tokens it takes, its answer included: what a caller's limit is asked for before anything is counted.
    ///
    /// Four bytes of text are a token, anything attached is a thousand, and so is an answer that the request does not limit.
    var roughTokens: Int {
        var bytes = instructions?.utf8.count ?? 0
        var attachments = 0
        func add(_ parts: [ContentPart]) {
            for part in parts {
                switch part {
                case .text(let text), .refusal(let text): bytes += text.utf8.count
                default: attachments += 1
                }
            }
        }
        for tool in tools { bytes += tool.name.utf8.count + (tool.description?.utf8.count ?? 0) + 200 }
        for item in conversation {
            switch item {
            case .message(let message): add(message.content)
            case .toolCall(let call): bytes += call.name.utf8.count + call.arguments.utf8.count
            case .toolResult(let result): add(result.content)
            case .reasoning(let item): bytes += item.text.utf8.count
            default: attachments += 1
            }
        }
        return bytes / 4 + attachments * 1_000 + (parameters.maxOutputTokens ?? 1_000)
    }
}
