import WaybillInterchange

/// Tools as a model reads them: a TypeScript namespace of function types, each under its description.
///
/// Harmony prompts have exactly this; that OpenAI's closed models are shown the same is a reconstruction, which fits the counts that their API
/// reports.
enum ToolNamespace {
    /// `namespace functions { … }`.
    static func text(_ tools: [ToolDefinition], schemas: [[UInt8]]) -> String {
        var lines = ["namespace functions {\n"]
        for (tool, schema) in zip(tools, schemas) {
            if let description = tool.description { lines += description.lines.map { "// \($0)" } }
            lines.append("type \(tool.name) = (_: \(TypeScriptSchema.type(of: parameters(of: tool, schema), indent: ""))) => any;\n")
        }
        lines.append("} // namespace functions")
        return lines.joined(separator: "\n")
    }

    /// The section of a harmony developer message that has the tools.
    static func section(_ tools: [ToolDefinition], schemas: [[UInt8]]) -> String {
        "# Tools\n\n## functions\n\n" + text(tools, schemas: schemas)
    }

    /// The schema in the order in which it is sent.
    private static func parameters(of tool: ToolDefinition, _ schema: [UInt8]) -> JSONValue {
        do {
            return try JSONReader.read(schema)
        } catch {
            // Only a schema deeper than any reader takes comes here.
            return tool.parameters
        }
    }
}

extension Fingerprinter {
    mutating func add(_ tools: [ToolDefinition], schemas: [[UInt8]]) {
        for (tool, schema) in zip(tools, schemas) {
            add(tool.name)
            add(tool.description ?? "")
            add(schema)
        }
    }
}

extension String {
    /// The lines, without their ends; nothing after the last end is no line.
    fileprivate var lines: [Substring] {
        var lines = split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }
}
