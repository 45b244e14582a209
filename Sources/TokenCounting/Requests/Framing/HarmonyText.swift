/// The texts of a harmony prompt, the format of the gpt-oss models, as the openai-harmony library writes them.
enum HarmonyText {
    /// The message that stands before everything else.
    static func system(hasTools: Bool) -> String {
        let text = """
            You are ChatGPT, a large language model trained by OpenAI.
            Knowledge cutoff: 2024-06

            Reasoning: medium

            # Valid channels: analysis, commentary, final. Channel must be included for every message.
            """
        return hasTools ? text + "\nCalls to these tools must go to the commentary channel: 'functions'." : text
    }

    /// What the system message has where the server tells the model the date; all dates have as many tokens.
    static let dateLine = "Current date: 2026-01-01\n"

    /// The developer message, which has the instructions and the tools.
    static func developer(instructions: String?, tools: String?) -> String {
        [instructions.map { "# Instructions\n\n\($0)" }, tools].compactMap(\.self).joined(separator: "\n\n")
    }

    /// What the header of a call says after the role: to whom, on which channel, in which format.
    static func callHeader(_ name: String) -> [String] { [" to=functions.\(name)", "commentary", " json"] }

    /// What the header of a result says.
    static func resultHeader(_ name: String) -> [String] { ["functions.\(name)", " to=assistant", "commentary"] }

    /// `<|start|>`, the role, `<|message|>` and `<|end|>`.
    static let messageFrame = 4
    /// The same with `<|channel|>` and the channel's one token.
    static let assistantFrame = 6
    /// `<|start|>assistant<|channel|>`, `<|message|>` and `<|call|>`.
    static let callFrame = 5
    /// `<|start|>`, `<|channel|>`, `<|message|>` and `<|end|>`.
    static let resultFrame = 4
    /// `<|start|>assistant`, after which the model writes.
    static let primer = 2
    /// Some servers write `<|constrain|>json`, after a space, for the format of a call.
    static let callSlack = 2
}
