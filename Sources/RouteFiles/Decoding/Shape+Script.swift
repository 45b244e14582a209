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
extension Shape where Value == RehearsalScript {
    /// The steps of a script.
    static var script: Shape {
        let steps = Shape<[RehearsalScript.Step]>.list(of: .step)
        return Shape(steps.schema) { node, reading in
            guard let steps = steps.read(node, reading) else { return nil }
            if node.items?.isEmpty == true {
                reading.report(
                    ValueFault.emptyCollection, "the script has no step; write [ok] for an answer to every request", at: node.location)
            }
            return RehearsalScript(steps: steps.isEmpty ? [.answer(RehearsalScript.Answer(text: RehearsalScript.Answer.fixedText))] : steps)
        }
    }
}

extension Shape where Value == RehearsalScript.Step {
    fileprivate static var step: Shape {
        let words = choice(among: RehearsalScript.Step.words, otherwise: "a status such as 503, or {text: Hello}")
        let forms = [status, words, answer, failure, refusal]
        return Shape(.either(forms.map(\.schema))) { node, reading in
            if node["refuses"] != nil { return refusal.read(node, reading) }
            if node["status"] != nil { return failure.read(node, reading) }
            if node.entries != nil { return answer.read(node, reading) }
            let isNumber = node.scalar?.utf8.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
            return (isNumber ? status : words).read(node, reading)
        }
    }

    private static var status: Shape {
        Shape<Int>.whole(in: RehearsalScript.Step.statuses).map { .failure(.status($0, retryAfter: nil, code: nil)) }
    }

    private static var failure: Shape {
        .mapping("a failure to rehearse") { fields in
            let status = fields.require("status", .whole(in: RehearsalScript.Step.statuses), "the HTTP status")
            let retryAfter = fields.read("retry_after", .durationOrZero, "the wait that it asks for")
            let code = fields.read("code", .word, "the provider's word for it")
            return status.map { .failure(.status($0, retryAfter: retryAfter, code: code)) }
        }
    }

    private static var refusal: Shape {
        .mapping("a refusal to rehearse") { fields in
            fields.require("refuses", .word, "the parameter that is refused where a request has it, by its name on the wire")
                .map { .failure(.unknownParameter($0)) }
        }
    }

    private static var answer: Shape {
        .mapping("an answer to rehearse") { fields in
            var answer = RehearsalScript.Answer()
            let says = ["text", "tool_calls", "refusal", "reasoning"].contains(where: fields.has)
            let text = fields.read("text", .text, "what it says", usual: "a fixed text, where the answer says nothing else")
            answer.text = text ?? (says ? "" : RehearsalScript.Answer.fixedText)
            answer.toolCalls = fields.read("tool_calls", .toolCalls, "the tools that it calls") ?? []
            answer.reasoning = fields.read("reasoning", .text, "visible thinking, before the text") ?? ""
            answer.refusal = fields.read("refusal", .word, "what it says to refuse the request")
            answer.usage = fields.read(
                "usage", .usage, "the tokens that it reports", usual: "what fits the lengths and the cache")
            answer.finishReason = fields.read(
                "finish_reason", .choice(among: [.stop, .toolCalls, .length, .contentFilter, .refusal]), "why it ends", usual: "what fits")
            answer.delay = fields.read("delay", .durationOrZero, "the time before the first piece", usual: "`0s`") ?? .zero
            answer.pace = fields.read("pace", .durationOrZero, "the time between two pieces", usual: "`0s`") ?? .zero
            answer.interruption = interruption(&fields)
            return .answer(answer)
        }
    }

    private static func interruption(_ fields: inout Fields) -> RehearsalScript.Interruption? {
        let cut = fields.read("cut_after", .whole(in: 0...100_000), "loses the connection after so many pieces of content")
        let stall = fields.read("stall_after", .whole(in: 0...100_000), "sends nothing more after so many pieces")
        if fields.has("cut_after") && fields.has("stall_after") {
            fields.reading.report(
                ValueFault.conflictingKeys, "'cut_after' and 'stall_after' are both here; keep one of them", at: fields.location)
        }
        return cut.map { .init(.cut, after: $0) } ?? stall.map { .init(.stall, after: $0) }
    }
}

extension Shape where Value == [ToolCall] {
    fileprivate static var toolCalls: Shape {
        Shape(.list(call(1).schema)) { node, reading in
            var count = 0
            let calls = Shape<[ToolCall?]>
                .list(
                    of: Shape<ToolCall?>(call(1).schema) { item, reading in
                        count += 1
                        return call(count).read(item, reading)
                    })
            return calls.read(node, reading)?.compactMap(\.self)
        }
    }

    private static func call(_ number: Int) -> Shape<ToolCall> {
        .mapping("a tool call") { fields in
            let name = fields.require("name", .word, "the name of the function")
            let arguments = fields.read(
                "arguments", .arguments, "a mapping, or text as a model would write it, be it broken", usual: "`{}`")
            let id = fields.read("id", .word, "its id", usual: "made up") ?? "call_\(number)"
            return name.map { ToolCall(id: id, name: $0, arguments: arguments ?? "{}") }
        }
    }
}

extension Shape where Value == String {
    /// Arguments as a mapping, written as JSON; or as text, exactly as a model would write them.
    fileprivate static var arguments: Shape {
        Shape(Shape<JSONValue>.json.schema) { node, reading in
            if case .scalar(let text, _) = node.content { return text }
            return reading.json(node)?.description
        }
    }
}

extension Shape where Value == TokenUsage {
    /// Usage in totals as providers report it: `input` holds the cached part, `output` the reasoning.
    fileprivate static var usage: Shape {
        .mapping("'usage'") { fields in
            func tokens(_ key: String, _ meaning: String) -> Int {
                fields.read(key, .whole(in: 0...1_000_000_000), meaning, usual: "0") ?? 0
            }
            let input = tokens("input", "the whole input, its cached and written parts included")
            let cached = tokens("cached_input", "input read from the cache")
            let written = tokens("cache_write", "input written to the cache")
            let output = tokens("output", "the whole output, its reasoning included")
            let reasoning = tokens("reasoning", "reasoning")
            let problem: String? =
                cached + written > input
                ? "'input' is the whole input, so it cannot be less than its cached and written parts"
                : reasoning > output ? "'output' is the whole output, so it cannot be less than its reasoning" : nil
            let usage = TokenUsage(
                uncachedInput: input - cached - written, cachedInput: cached,
                cacheWrites: written == 0 ? [] : [CacheWrite(lifetimeSeconds: nil, tokens: written)], outputText: output - reasoning,
                reasoning: reasoning)
            return fields.sound(usage, problem)
        }
    }
}
