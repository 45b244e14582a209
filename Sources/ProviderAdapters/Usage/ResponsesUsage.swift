import WaybillInterchange

/// The usage of an answer of the Responses API: what servers write, by whose habits.
///
/// - It is in the response that a terminal event carries, also where that was cut by a limit and mostly where it failed; before, `usage` is null.
/// - `input_tokens` hold cached and written tokens, `output_tokens` hold reasoning; the total tells where a server counts them beside.
/// - Older servers leave out `cache_write_tokens`, llama.cpp's all details of the output.
/// - Tools that run at the provider are billed beside the tokens: searches of the web by `tool_usage`, others by the items that they leave.
struct ResponsesUsage {
    private let report: JSONValue?
    private let tools: [HostedToolUse]

    /// Reads a response that has come to its end.
    ///
    /// - Parameter items: Its output items of kinds that are handed on as they came, hosted tools' among them.
    init(_ response: JSONValue, items: [JSONValue]) {
        report = response["usage"].flatMap { $0 == .null ? nil : $0 }
        tools = Self.hostedTools(response["tool_usage"], items)
    }

    /// The tokens by class, and the tools; `nil` where neither was reported.
    var tokens: TokenUsage? {
        let counted = report.flatMap { Self.read($0).classes(of: $0) }
        guard !tools.isEmpty else { return counted }
        var usage = counted ?? TokenUsage(reported: report)
        usage.hostedTools = tools
        return usage
    }

    /// What the provider says that the answer cost.
    var cost: Money? { report.flatMap(Money.init(reportedIn:)) }

    private static func read(_ report: JSONValue) -> ReportedTokens {
        var tokens = ReportedTokens()
        tokens.total = tokens.count(report["total_tokens"])
        tokens.input = tokens.count(report["input_tokens"], report["prompt_tokens"])
        tokens.output = tokens.count(report["output_tokens"], report["completion_tokens"])
        tokens.readInputParts(report["input_tokens_details"] ?? report["prompt_tokens_details"])
        tokens.readOutputParts(report["output_tokens_details"] ?? report["completion_tokens_details"])
        return tokens
    }

    // MARK: Tools

    private static func hostedTools(_ billed: JSONValue?, _ items: [JSONValue]) -> [HostedToolUse] {
        func calls(_ type: String) -> [JSONValue] { items.filter { $0["type"]?.stringValue == type } }
        // Opening a page that was found, or looking for a word in it, is no search.
        let searches = calls("web_search_call").count { ($0["action"]?["type"]?.stringValue ?? "search") == "search" }
        let containers = Set(calls("code_interpreter_call").map { $0["container_id"]?.stringValue ?? "" })
        let uses: [(HostedTool, Int)] = [
            (.webSearch, billed?["web_search"]?["num_requests"]?.intValue ?? searches),
            (.fileSearch, calls("file_search_call").count),
            (.codeInterpreter, containers.count),
            (.imageGeneration, calls("image_generation_call").count),
        ]
        return uses.filter { $0.1 > 0 }.map { HostedToolUse($0, uses: min($1, 1 << 20)) }
    }
}
