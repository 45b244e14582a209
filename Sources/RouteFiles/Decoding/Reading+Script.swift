import WaybillInterchange
import WaybillRoutes

/// A rehearsal script is a list of steps; each request takes the next one, and after the last comes the first.
///
/// ```yaml
/// script:
///   - 429                                # an HTTP status from 400 to 599
///   - {status: 503, retry_after: 2s, code: server_is_overloaded}
///   - reset                              # or refused, dns, tls, silence: the connection's failures
///   - context                            # or policy: refusals of the request; or empty: an answer without content
///   - {refuses: temperature}             # a 400 that names it, as long as a request has it
///   - ok                                 # an answer of a fixed text
///   - cut                                # that answer, cut after 3 pieces; or stall
///   - {text: Hello, delay: 300ms, pace: 20ms}
///   - {text: Hello, cut_after: 3}        # or stall_after
///   - {tool_calls: [{name: find_order, arguments: {id: 1207}}]}
///   - {reasoning: Hm., text: Yes., usage: {input: 1200, cached_input: 1024, output: 40, reasoning: 20}, finish_reason: length}
///   - {refusal: I cannot help with that.}
/// ```
extension Reading {
    /// The steps of a script.
    func script(_ node: YAMLNode) -> RehearsalScript? {
        guard let steps = list(node, step) else { return nil }
        if node.items?.isEmpty == true {
            error("the script has no step; write [ok] for an answer to every request", at: node.location)
        }
        return RehearsalScript(steps: steps.isEmpty ? [.answer(RehearsalScript.Answer(text: RehearsalScript.Answer.fixedText))] : steps)
    }

    private func step(_ node: YAMLNode) -> RehearsalScript.Step? {
        if node["refuses"] != nil { return refusal(node) }
        if node.entries != nil { return node["status"] == nil ? answer(node) : failure(node) }
        if let text = node.scalar, text.utf8.first.map({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) == true {
            return whole(node, in: RehearsalScript.Step.statuses).map { .failure(.status($0, retryAfter: nil, code: nil)) }
        }
        return choice(node, among: RehearsalScript.Step.words, otherwise: "a status such as 503, or {text: Hello}")
    }

    private func failure(_ node: YAMLNode) -> RehearsalScript.Step? {
        guard var fields = Fields(node, of: "a failure to rehearse", self) else { return nil }
        let status = fields.read("status") { whole($0, in: RehearsalScript.Step.statuses) }
        let retryAfter = fields.read("retry_after", durationOrZero)
        let code = fields.read("code", word)
        fields.finish()
        return status.map { .failure(.status($0, retryAfter: retryAfter, code: code)) }
    }

    private func refusal(_ node: YAMLNode) -> RehearsalScript.Step? {
        guard var fields = Fields(node, of: "a refusal to rehearse", self) else { return nil }
        let parameter = fields.read("refuses", word)
        fields.finish()
        return parameter.map { .failure(.unknownParameter($0)) }
    }

    private func answer(_ node: YAMLNode) -> RehearsalScript.Step? {
        guard var fields = Fields(node, of: "an answer to rehearse", self) else { return nil }
        var answer = RehearsalScript.Answer()
        let says = ["text", "tool_calls", "refusal", "reasoning"].contains(where: fields.has)
        answer.text = fields.read("text", text) ?? (says ? "" : RehearsalScript.Answer.fixedText)
        answer.toolCalls = fields.read("tool_calls", toolCalls) ?? []
        answer.reasoning = fields.read("reasoning", text) ?? ""
        answer.refusal = fields.read("refusal", word)
        answer.usage = fields.read("usage", usage)
        answer.finishReason = fields.read("finish_reason") {
            choice($0, among: [FinishReason.stop, .toolCalls, .length, .contentFilter, .refusal])
        }
        answer.delay = fields.read("delay", durationOrZero) ?? .zero
        answer.pace = fields.read("pace", durationOrZero) ?? .zero
        let cut = fields.read("cut_after") { whole($0, in: 0...100_000) }
        let stall = fields.read("stall_after") { whole($0, in: 0...100_000) }
        if fields.has("cut_after") && fields.has("stall_after") {
            error("'cut_after' and 'stall_after' are both here; keep one of them", at: node.location)
        }
        answer.interruption = cut.map { .init(.cut, after: $0) } ?? stall.map { .init(.stall, after: $0) }
        fields.finish()
        return .answer(answer)
    }

    private func toolCalls(_ node: YAMLNode) -> [ToolCall]? {
        var count = 0
        return list(node) { item in
            count += 1
            guard var fields = Fields(item, of: "a tool call", self) else { return nil }
            let name = fields.require("name", "the name of the function", word)
            let arguments = fields.read("arguments", arguments)
            let id = fields.read("id", word) ?? "call_\(count)"
            fields.finish()
            return name.map { ToolCall(id: id, name: $0, arguments: arguments ?? "{}") }
        }
    }

    /// Arguments as a mapping, written as JSON; or as text, exactly as a model would write them, be it broken.
    private func arguments(_ node: YAMLNode) -> String? {
        if case .scalar(let text, _) = node.content { return text }
        return json(node)?.description
    }

    /// Usage in totals as providers report it: `input` holds the cached part, `output` the reasoning.
    private func usage(_ node: YAMLNode) -> TokenUsage? {
        guard var fields = Fields(node, of: "'usage'", self) else { return nil }
        func tokens(_ key: String) -> Int { fields.read(key) { whole($0, in: 0...1_000_000_000) } ?? 0 }
        let (input, cached, written) = (tokens("input"), tokens("cached_input"), tokens("cache_write"))
        let (output, reasoning) = (tokens("output"), tokens("reasoning"))
        fields.finish()
        guard cached + written <= input else {
            error("'input' is the whole input, so it cannot be less than its cached and written parts", at: node.location)
            return nil
        }
        guard reasoning <= output else {
            error("'output' is the whole output, so it cannot be less than its reasoning", at: node.location)
            return nil
        }
        return TokenUsage(
            uncachedInput: input - cached - written, cachedInput: cached,
            cacheWrites: written == 0 ? [] : [CacheWrite(lifetimeSeconds: nil, tokens: written)], outputText: output - reasoning,
            reasoning: reasoning)
    }
}
