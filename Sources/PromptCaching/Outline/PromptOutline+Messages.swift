import WaybillInterchange

/// Where messages end (OpenAI's prompt caching guide, implicit breakpoints).
extension PromptOutline {
    /// Whether a segment ends with a message at whose end a model with breakpoints keeps a prompt by itself.
    ///
    /// These are the messages of users, the last of several results of tools in a row, and the last of the program's own at the beginning.
    func endsMessage(at place: Int) -> Bool {
        switch kinds[place] {
        case .tools, .output, .examples: return false
        case .instructions: return !isOfProgram(place + 1)
        case .reference:
            if place + 1 < kinds.count, case .reference = kinds[place + 1] { return false }
            return true
        case .lateContext: return !sharesMessageWithNext(place)
        case .turn(let turn):
            switch item(ofTurn: turn) {
            case .message(let message) where message.role == .user: return true
            case .message: return isOfProgram(place) && !isOfProgram(place + 1) && kinds[..<place].indices.allSatisfy(isAtBeginning)
            case .toolResult: return !isToolResult(place + 1)
            default: return false
            }
        }
    }

    /// Whether what stands there can precede the last of the program's messages at the beginning.
    private func isAtBeginning(_ place: Int) -> Bool {
        switch kinds[place] {
        case .tools, .output, .instructions: true
        default: isOfProgram(place)
        }
    }

    /// Whether a message of the program stands there, among the conversation.
    private func isOfProgram(_ place: Int) -> Bool {
        guard place < kinds.count, case .turn(let turn) = kinds[place], case .message(let message) = item(ofTurn: turn) else {
            return false
        }
        return message.role == .system
    }

    private func isToolResult(_ place: Int) -> Bool {
        guard place < kinds.count, case .turn(let turn) = kinds[place], case .toolResult = item(ofTurn: turn) else { return false }
        return true
    }

    /// Whether the late context stands at the beginning of the message that comes next, rather than for itself.
    private func sharesMessageWithNext(_ place: Int) -> Bool {
        guard place + 1 < kinds.count, case .turn(let turn) = kinds[place + 1] else { return false }
        return isContextItem(turn)
    }
}
