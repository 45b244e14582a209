import WaybillInterchange

extension ModelRequest {
    /// Why the request cannot be asked of anybody; `nil` where it can.
    ///
    /// - Parameters:
    ///   - mayLackInput: Whether it will do that there is no conversation yet, as for a dry run.
    ///   - mayNameModel: Whether the workload may be the name of a model.
    func problem(mayLackInput: Bool, mayNameModel: Bool) -> String? {
        if workload.rawValue.isEmpty { return "The workload is empty; name the kind of work, such as 'support-chat'." }
        if !workload.isValid, !mayNameModel {
            return "'\(workload)' is no workload: a tag has no '/'. Programs name workloads; routes.yaml names models."
        }
        let lacksInput = !conversation.contains(where: \.isInput) && lateContext?.isEmpty ?? true
        if lacksInput, !(mayLackInput && conversation.isEmpty) {
            return "The prompt is empty: give the conversation a user message with text, or a tool result."
        }
        var names: Set<String> = []
        for tool in tools {
            guard tool.hasValidName else {
                return "The tool name '\(tool.name)' cannot be used: take 1 to 64 letters, digits, '_' and '-'."
            }
            guard names.insert(tool.name).inserted else { return "The tool '\(tool.name)' is defined twice; tool names must differ." }
        }
        if case .function(let name) = toolChoice, !names.contains(name) {
            return "tool_choice forces the tool '\(name)', which the request does not define."
        }
        let hasTools = !tools.isEmpty || extras.values.contains { $0["tools"] != nil }
        if toolChoice == .required, !hasTools { return "tool_choice requires a tool call, but the request defines no tools." }
        if let deadline, deadline <= .zero { return "The deadline of \(deadline.shortText) leaves no time; give the call some." }
        return parameters.problem
    }
}

extension GenerationParameters {
    /// What no model takes, as for requests that were read from a file; `nil` where all is well.
    fileprivate var problem: String? {
        if let temperature, !(0...2).contains(temperature) { return "The temperature \(temperature) is not between 0 and 2." }
        if let topP, !(0...1).contains(topP) { return "The top_p of \(topP) is not between 0 and 1." }
        if let maxOutputTokens, maxOutputTokens < 1 { return "The max_output_tokens of \(maxOutputTokens) allow no answer; give it some." }
        return nil
    }
}

extension ConversationItem {
    /// Whether the item gives a model something to answer.
    fileprivate var isInput: Bool {
        switch self {
        case .message(let message):
            message.content.contains { part in
                if case .text(let text) = part { text.contains { !$0.isWhitespace } } else { true }
            }
        case .toolCall, .toolResult, .reasoning, .other: true
        }
    }
}

extension ToolDefinition {
    fileprivate var hasValidName: Bool {
        (1...64).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                    UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
