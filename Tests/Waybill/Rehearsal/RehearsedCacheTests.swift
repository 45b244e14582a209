import Testing
import WaybillInterchange
import WaybillRoutes

@testable import Waybill

/// What rehearsed caches read and write, request after request: what the facts of their models say.
struct RehearsedCacheTests {
    /// So many tokens, whatever the tokenizer.
    private static func words(_ count: Int, _ word: String = "day") -> String {
        Array(repeating: word, count: count).joined(separator: " ")
    }

    private static func rules(_ boundaries: CacheRules.Boundaries, minimum: Int = 1_024, _ change: (inout CacheRules) -> Void = { _ in })
        -> CacheRules
    {
        var rules = CacheRules(boundaries, minimum: minimum, lifetime: .seconds(1_800))
        change(&rules)
        return rules
    }

    /// A provider of one model with a cache, on a clock that the test moves.
    private struct Stage {
        let time = VirtualTime()
        let transport: RehearsalTransport

        init(_ rules: CacheRules?, delay: Duration = .zero) {
            var model = Model(id: "m")
            model.tokenizer = "o200k_base"
            model.cache = rules
            let provider = Provider(name: "p", api: .rehearsal, baseURL: "https://p.invalid/v1", models: [model])
            var answer = RehearsalScript.Answer(text: "Yes.")
            answer.delay = delay
            transport = RehearsalTransport(script: RehearsalScript(steps: [.answer(answer)]), of: provider, time: time)
        }

        /// Sends a body and reads the usage of its answer.
        func usage(_ body: JSONObject, account: String = "a") throws -> (input: Int, cached: Int, written: Int) {
            var body = body
            body["model"] = "m"
            let isChat = body["messages"] != nil
            let request = TransportRequest(
                method: "POST", url: "https://p.invalid/v1/\(isChat ? "chat/completions" : "responses")",
                headers: [HeaderField("Authorization", "Bearer \(account)", isSensitive: true)], body: JSONValue.object(body).bytes())
            let collector = EventCollector()
            _ = transport.start(request) { collector.take($0) }
            time.advance(by: .zero)
            time.advance(by: .seconds(1))
            let usage = try #require(try JSONReader.read(collector.body)["usage"])
            let details = try #require(usage["input_tokens_details"] ?? usage["prompt_tokens_details"])
            return (
                usage["input_tokens"]?.intValue ?? usage["prompt_tokens"]?.intValue ?? 0, details["cached_tokens"]?.intValue ?? 0,
                details["cache_write_tokens"]?.intValue ?? 0
            )
        }
    }

    private func turn(_ role: String, _ text: String, breakpoint: Bool = false) -> JSONValue {
        var part: JSONObject = ["type": role == "assistant" ? "output_text" : "input_text", "text": .string(text)]
        if breakpoint { part["prompt_cache_breakpoint"] = ["mode": "explicit"] }
        return ["type": "message", "role": .string(role), "content": .array([.object(part)])]
    }

    private func body(_ instructions: String?, _ turns: JSONValue..., with members: JSONObject = [:]) -> JSONObject {
        var body: JSONObject = ["input": .array(turns)]
        body["instructions"] = instructions.map(JSONValue.string)
        for (key, value) in members { body[key] = value }
        return body
    }

    // MARK: Steps

    @Test(arguments: [(1, 0), (16, 0), (128, 1_024), (2_048, 1_024)])
    func whatTwoPromptsShareIsReadInSteps(step: Int, minimum: Int) throws {
        let stage = Stage(Self.rules(.steps(step), minimum: minimum))
        let shared = Self.words(3_000)
        let first = try stage.usage(body(shared, turn("user", "One?")))
        #expect(first.cached == 0)
        let second = try stage.usage(body(shared, turn("user", "Two, then?")))
        #expect(second.cached > 3_000 - 2 * step)
        #expect(second.cached % step == 0)
        #expect(second.written == 0, "such caches do not tell of writes")
        // The same prompt again: all but what stands after every prompt, down to a step.
        let again = try stage.usage(body(shared, turn("user", "Two, then?")))
        #expect(((second.input - 4) / step * step...(second.input - 1) / step * step).contains(again.cached))
    }

    @Test func whatIsShorterThanTheMinimumIsNotRead() throws {
        let stage = Stage(Self.rules(.steps(128)))
        for _ in 0..<3 { #expect(try stage.usage(body(Self.words(900), turn("user", "One?"))).cached == 0) }
        for round in 0..<3 { #expect(try stage.usage(body(Self.words(1_100), turn("user", "One?"))).cached == (round == 0 ? 0 : 1_024)) }
    }

    @Test(arguments: [true, false])
    func aLifetimeBeginsAnewWithEveryReadOrNot(renews: Bool) throws {
        let stage = Stage(Self.rules(.steps(128)) { $0.renews = renews })
        let prompt = body(Self.words(2_000), turn("user", "One?"))
        #expect(try stage.usage(prompt).cached == 0)
        stage.time.advance(by: .seconds(1_200))
        #expect(try stage.usage(prompt).cached > 0)
        stage.time.advance(by: .seconds(1_200))
        #expect(try (stage.usage(prompt).cached > 0) == renews)
        stage.time.advance(by: .seconds(1_900))
        #expect(try stage.usage(prompt).cached == 0)
    }

    @Test func nothingIsReadBeforeAnAnswerBegan() throws {
        let stage = Stage(Self.rules(.steps(128)), delay: .seconds(5))
        let prompt = body(Self.words(2_000), turn("user", "One?"), with: ["stream": true])
        func send() throws -> EventCollector {
            let collector = EventCollector()
            var sent = prompt
            sent["model"] = "m"
            _ = stage.transport.start(
                TransportRequest(
                    method: "POST", url: "https://p.invalid/v1/responses", headers: [], body: JSONValue.object(sent).bytes())
            ) { collector.take($0) }
            return collector
        }
        let both = [try send(), try send()]
        stage.time.advance(by: .seconds(5))
        let third = try send()
        stage.time.advance(by: .seconds(10))
        #expect(both.allSatisfy { $0.text.contains(#""cached_tokens":0"#) })
        #expect(!third.text.contains(#""cached_tokens":0"#))
    }

    // MARK: What is kept apart

    @Test(
        arguments: [
            ["prompt_cache_key": "k"], ["cache_salt": "s"], ["reasoning": ["effort": "high"]], ["parallel_tool_calls": false],
            ["service_tier": "flex"], ["text": ["verbosity": "low"]], ["tools": [["type": "function", "name": "f", "parameters": [:]]]],
        ] as [JSONObject])
    func anotherKeySaltOrSettingIsAnotherCache(_ members: JSONObject) throws {
        let stage = Stage(Self.rules(.steps(128)))
        let shared = Self.words(2_000)
        _ = try stage.usage(body(shared, turn("user", "One?")))
        #expect(try stage.usage(body(shared, turn("user", "One?"), with: members)).cached == 0)
        #expect(try stage.usage(body(shared, turn("user", "One?"), with: members)).cached > 0)
        #expect(try stage.usage(body(shared, turn("user", "One?"), with: ["temperature": 0.2])).cached > 0)
        #expect(try stage.usage(body(shared, turn("user", "One?")), account: "b").cached == 0)
    }

    @Test func aKeyTakesSoManyRequestsAMinute() throws {
        let stage = Stage(Self.rules(.steps(128)) { $0.requestsPerKey = 15 })
        let prompt = body(Self.words(2_000), turn("user", "One?"), with: ["prompt_cache_key": "k"])
        let first = try (0..<15).map { _ in try stage.usage(prompt).cached }
        #expect(first.count { $0 == 0 } == 1)
        // The sixteenth goes to a machine that has nothing of it; another key has a machine of its own.
        #expect(try stage.usage(prompt).cached == 0)
        #expect(try stage.usage(prompt).cached > 0)
        stage.time.advance(by: .seconds(61))
        #expect(try stage.usage(prompt).cached > 0)
    }

    // MARK: Breakpoints

    @Test func aConversationGoesOnFromItsLastMessage() throws {
        let stage = Stage(Self.rules(.breakpoints(.implicit)))
        let instructions = Self.words(1_500)
        let first = try stage.usage(body(instructions, turn("user", "One?")))
        #expect(first.cached == 0)
        #expect(first.written > 1_500)
        let second = try stage.usage(body(instructions, turn("user", "One?"), turn("assistant", "Yes."), turn("user", "Two?")))
        #expect(second.cached == first.written, "read to the very boundary")
        #expect(second.cached + second.written <= second.input)
        #expect(second.written > 0)
        // Another conversation with the same instructions has no boundary in common.
        #expect(try stage.usage(body(instructions, turn("user", "Three?"))).cached == 0)
        // Nor has the same message with more in it.
        #expect(try stage.usage(body(instructions, turn("user", "One? And more?"))).cached == 0)
    }

    @Test func aBreakpointServesEveryConversation() throws {
        let stage = Stage(Self.rules(.breakpoints(.implicit)))
        func prompt(_ question: String, options: JSONObject = [:]) -> JSONObject {
            body(nil, turn("developer", Self.words(1_500), breakpoint: true), turn("user", question), with: options)
        }
        let first = try stage.usage(prompt("One?"))
        let other = try stage.usage(prompt("And another one?"))
        #expect(other.cached > 1_500)
        #expect(other.cached + other.written <= first.written + 10)
        let explicit: JSONObject = ["prompt_cache_options": ["mode": "explicit"]]
        let third = try stage.usage(prompt("Three?", options: explicit))
        #expect(third.cached == other.cached)
        #expect(third.written == 0, "only the breakpoint is kept, and it is there")
        let fourth = try stage.usage(body(nil, turn("developer", Self.words(1_500, "night")), turn("user", "Three?"), with: explicit))
        #expect(fourth.cached == 0 && fourth.written == 0, "a mode without breakpoints keeps nothing")
    }

    @Test func aBreakpointBelowTheMinimumKeepsNothing() throws {
        let stage = Stage(Self.rules(.breakpoints(.explicit)))
        let prompt = body(
            nil, turn("developer", Self.words(900), breakpoint: true), turn("user", "One?"),
            with: ["prompt_cache_options": ["mode": "explicit"]])
        for _ in 0..<2 {
            let usage = try stage.usage(prompt)
            #expect(usage.cached == 0 && usage.written == 0)
        }
    }

    @Test func resultsOfToolsInARowAreOneBoundary() throws {
        let stage = Stage(Self.rules(.breakpoints(.implicit)))
        let head = [turn("user", Self.words(1_500))]
        func call(_ id: String) -> JSONValue { ["type": "function_call", "call_id": .string(id), "name": "f", "arguments": "{}"] }
        func result(_ id: String) -> JSONValue { ["type": "function_call_output", "call_id": .string(id), "output": "done"] }
        func usage(_ items: [JSONValue]) throws -> (input: Int, cached: Int, written: Int) { try stage.usage(["input": .array(items)]) }
        let loop = head + [call("a"), call("b"), result("a"), result("b")]
        _ = try usage(head)
        let second = try usage(loop)
        #expect(second.cached > 1_500)
        let third = try usage(loop + [call("c"), result("c")])
        #expect(third.cached == second.cached + second.written)
    }

    // MARK: Chat Completions

    @Test func chatTellsTheSame() throws {
        let stage = Stage(Self.rules(.breakpoints(.implicit)))
        let system: JSONValue = [
            "role": "developer",
            "content": [["type": "text", "text": .string(Self.words(1_500)), "prompt_cache_breakpoint": ["mode": "explicit"]]],
        ]
        func usage(_ text: String) throws -> (input: Int, cached: Int, written: Int) {
            try stage.usage(["messages": [system, ["role": "user", "content": .string(text)]]])
        }
        let first = try usage("One?")
        #expect(first.cached == 0 && first.written > 1_500)
        #expect(try usage("Two?").cached > 1_500)
    }

    @Test func aModelWithoutRulesOrWithNoneReportsNoCache() throws {
        for rules in [nil, CacheRules.none] {
            let stage = Stage(rules)
            for _ in 0..<2 {
                let usage = try stage.usage(body(Self.words(2_000), turn("user", "One?")))
                #expect(usage.cached == 0 && usage.written == 0 && usage.input > 2_000)
            }
        }
    }
}
