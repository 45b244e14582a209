/// A tool that a provider runs by itself and bills by the use, as an open vocabulary.
public struct HostedTool: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// A search of the web, by the billable search.
    public static let webSearch: HostedTool = "web_search"
    /// A search of files that were stored at the provider, by the call.
    public static let fileSearch: HostedTool = "file_search"
    /// A place to run code in, by the container.
    public static let codeInterpreter: HostedTool = "code_interpreter"
    /// An image drawn by another model, by the call; what it costs hangs on tokens that are reported nowhere.
    public static let imageGeneration: HostedTool = "image_generation"
}

/// How often a tool of the provider ran for an answer.
public struct HostedToolUse: Sendable, Hashable {
    /// Which tool.
    public var tool: HostedTool
    /// How many uses are billed.
    public var uses: Int

    /// Creates a count.
    public init(_ tool: HostedTool, uses: Int) {
        self.tool = tool
        self.uses = uses
    }
}

extension HostedToolUse: JSONWritable {
    public var json: JSONValue { ["tool": tool.json, "uses": .number(JSONNumber(uses))] }
}
