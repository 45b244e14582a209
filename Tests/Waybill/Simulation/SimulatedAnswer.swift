import Waybill

/// The content of an answer: what a caller ends up with.
struct SimulatedAnswer: Hashable, Sendable {
    struct Call: Hashable, Sendable {
        var name: String
        var arguments: String
    }

    var text = ""
    var refusal = ""
    var calls: [Call] = []

    var isEmpty: Bool { text.isEmpty && refusal.isEmpty && calls.isEmpty }

    /// Whether nothing here contradicts a whole answer: it could grow into it.
    func isBeginning(of whole: SimulatedAnswer) -> Bool {
        guard whole.text.hasPrefix(text), whole.refusal.hasPrefix(refusal), calls.count <= whole.calls.count else { return false }
        return zip(calls, whole.calls).allSatisfy { $0.name == $1.name && $1.arguments.hasPrefix($0.arguments) }
    }

    /// What a response holds.
    init(_ items: [ConversationItem]) {
        for item in items {
            switch item {
            case .message(let message):
                for part in message.content {
                    switch part {
                    case .text(let more): text += more
                    case .refusal(let more): refusal += more
                    case .image, .file, .audio: break
                    }
                }
            case .toolCall(let call): calls.append(Call(name: call.name, arguments: call.arguments))
            case .reasoning, .toolResult, .other: break
            }
        }
    }
}

extension SimulatedAnswer {
    /// What is asked for.
    enum Form: Hashable, Sendable, CaseIterable {
        case text, structured, tools, forcedTool

        /// Whether a fixed text can stand in.
        var takesLastResort: Bool { self == .text || self == .tools }
    }

    /// The words of an answer: no two are the same, so that a word that is missing or comes twice shows.
    ///
    /// - Parameters:
    ///   - call: Which call is answered.
    ///   - dialect: Who answers; two who differ in it part at the word `parting`.
    init(_ form: Form, call: Int, dialect: Int, parting: Int, length: Int) {
        let words = (0..<length).map { $0 < parting ? "w\(call).\($0)" : "w\(call).\($0)d\(dialect)" }
        let line = words.joined(separator: " ")
        switch form {
        case .text: self.init(text: call % 11 == 7 ? "" : line, refusal: call % 11 == 7 ? line : "")
        case .structured: self.init(text: #"{"line":"\#(line)"}"#)
        case .tools, .forcedTool:
            let half = length / 2
            let first = Call(name: "find", arguments: #"{"a":"\#(words[..<half].joined(separator: " "))"}"#)
            let second = Call(name: "note", arguments: #"{"b":"\#(words[half...].joined(separator: " "))"}"#)
            self.init(text: call % 3 == 0 ? "Wait \(call)." : "", calls: call % 2 == 0 ? [first] : [first, second])
        }
    }

    private init(text: String = "", refusal: String = "", calls: [Call] = []) {
        self.text = text
        self.refusal = refusal
        self.calls = calls
    }

    /// Makes it one that its schema does not allow.
    mutating func forgetWhatWasAsked(_ form: Form) {
        switch form {
        case .text: break
        case .structured: text = "{}"
        case .tools, .forcedTool: for place in calls.indices { calls[place].arguments = "{}" }
        }
    }

    /// What is left to say after a beginning: nothing that was said already, or all of it as it was not understood.
    func goingOn(from beginning: String) -> SimulatedAnswer {
        text.hasPrefix(beginning) ? SimulatedAnswer(text: String(text.dropFirst(beginning.count))) : SimulatedAnswer(text: " …" + text)
    }

    /// The whole text after a beginning.
    func following(_ beginning: String) -> SimulatedAnswer {
        SimulatedAnswer(text: beginning + text, refusal: refusal, calls: calls)
    }

    /// How a scripted answer says it.
    ///
    /// - Parameter stamp: Tells the ids of one attempt from those of another.
    func script(stamp: Int) -> RehearsalScript.Answer {
        var script = RehearsalScript.Answer(text: text)
        script.refusal = refusal.isEmpty ? nil : refusal
        script.toolCalls = calls.enumerated()
            .map { ToolCall(id: "call_\(stamp)_\($0.offset)", name: $0.element.name, arguments: $0.element.arguments) }
        return script
    }
}
