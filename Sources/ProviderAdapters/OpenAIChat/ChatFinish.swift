import WaybillInterchange

/// What a `finish_reason` means.
///
/// Servers have words of their own, in either case; an empty one says nothing.
enum ChatFinish: Hashable {
    /// The answer ended.
    case ended(FinishReason)
    /// The server gave up: what came is no answer.
    case failed

    init?(word: String) {
        switch word.lowercased() {
        case "": return nil
        case "stop", "eos_token", "stop_sequence", "tool_calls", "function_call", "complete": self = .ended(.stop)
        case "length", "max_tokens": self = .ended(.length)
        case "content_filter": self = .ended(.contentFilter)
        case "error", "abort", "timeout": self = .failed
        case let other: self = .ended(FinishReason(rawValue: other))
        }
    }
}
