import Testing
import WaybillInterchange

@testable import WaybillTokenCounting

/// The figures are those of OpenAI's cookbook ("How to count tokens with tiktoken") and what tiktoken gives for the same texts.
struct ChatCountTests {
    private static let jargon = [
        ("system", "You are a helpful, pattern-following assistant that translates corporate jargon into plain English."),
        ("system", "New synergies will help drive top-line growth."),
        ("system", "Things working well together will increase revenue."),
        ("system", "Let's circle back when we have more bandwidth to touch base on opportunities for increased leverage."),
        ("system", "Let's talk later when we're less busy about how to do better."),
        ("user", "This late pivot means we don't have time to boil the ocean for the client deliverable."),
    ]

    private static var jargonRequest: ModelRequest {
        ModelRequest(
            workload: "any",
            conversation: jargon.map { .message(Message(role: Role(rawValue: $0.0), content: [.text($0.1)])) })
    }

    /// The cookbook has 129 and 124, of which 14 are for the names that four of its messages carry.
    @Test(arguments: [
        ("gpt-4o", "o200k_base", 110), ("gpt-4o-mini", "o200k_base", 110), ("gpt-4-0613", "cl100k_base", 115),
        ("gpt-3.5-turbo", "cl100k_base", 115),
    ])
    func theCookbooksConversation(model: String, tokenizer: String, expected: Int) {
        let count = RequestCounter(.named(tokenizer), RequestRules(.chat, model: model)).count(Self.jargonRequest)
        #expect(count.total.tokens == expected)
        #expect(count.total.certainty == .bounded(6))
        #expect(count[.framing]?.tokens == 6 * 4 + 3)
        #expect(count[.messages]?.certainty == .exact)
    }

    @Test func theFirstGPT35HasOneMoreAMessage() {
        let count = RequestCounter(.named("cl100k_base"), RequestRules(.chat, model: "gpt-3.5-turbo-0301")).count(Self.jargonRequest)
        #expect(count.total.tokens == 115 + 6)
    }

    /// What the API reported for it, by the cookbook.
    @Test(arguments: [("gpt-4o", "o200k_base", 101), ("gpt-4", "cl100k_base", 105)])
    func theCookbooksTool(model: String, tokenizer: String, expected: Int) {
        var request = ModelRequest("What's the weather like in San Francisco?", workload: "any")
        request.instructions = "You are a helpful assistant that can answer to questions about the weather."
        request.tools = [
            ToolDefinition(
                name: "get_current_weather", description: "Get the current weather in a given location",
                parameters: [
                    "type": "object",
                    "properties": [
                        "location": ["type": "string", "description": "The city and state, e.g. San Francisco, CA"],
                        "unit": [
                            "type": "string", "description": "The unit of temperature to return", "enum": ["celsius", "fahrenheit"],
                        ],
                    ], "required": ["location"],
                ])
        ]
        let counter = RequestCounter(.named(tokenizer), RequestRules(.chat, model: model))
        let count = counter.count(request)
        #expect(count.total.tokens == expected)
        #expect(count.total.certainty == .estimated)
        #expect(count.total.reason == "how tools are shown to the model is a reconstruction")

        request.toolChoice = .none
        #expect(counter.count(request).total.tokens == expected + 1)
        request.toolChoice = .function("get_current_weather")
        #expect(counter.count(request).total.tokens == expected + 7 + 3)
        request.instructions = nil
        request.toolChoice = .auto
        #expect(counter.count(request)[.tools]?.tokens == count[.tools].map { $0.tokens + 4 })
    }

    @Test(arguments: [("gpt-4.1", RequestRules.Form.chat), ("gpt-5.4-mini", .chat), ("gpt-4o", .responses)])
    func framesThatNobodyPublishedAreAnEstimate(model: String, form: RequestRules.Form) {
        let count = RequestCounter(.named("o200k_base"), RequestRules(form, model: model)).count(ModelRequest("Hello", workload: "any"))
        #expect(count.total.tokens == 8)
        #expect(count.total.certainty == .estimated)
        #expect(count.total.reason == "how this model frames messages is not published")
        #expect(count[.messages]?.certainty == .exact)
    }

    @Test(arguments: [
        ("meta-llama/Llama-3.3-70B-Instruct", 1 + 5 + 4), ("qwen3-8b", 5 + 3), ("mistral-small-latest", 1 + 2), ("unheard-of", 1 + 5 + 3),
    ])
    func serversFrameByTheFamilyOfTheirModel(model: String, framing: Int) {
        let count = RequestCounter(.named("o200k_base"), RequestRules(.compatible, model: model))
            .count(ModelRequest("Hello", workload: "any"))
        #expect(count[.framing]?.tokens == framing)
        #expect(count.total.certainty == .estimated)
    }

    @Test func anEmptyRequestIsItsFrameAlone() {
        let count = RequestCounter(.named("o200k_base"), RequestRules(.chat, model: "gpt-4o")).count(ModelRequest())
        #expect(count.total == TokenCount(3, .exact, tokenizer: "o200k_base"))
        #expect(count.parts.map(\.part) == [.framing])
    }

    @Test func aHugeRequestIsTheSumOfItsMessages() {
        let text = String(repeating: "Where is order 1207? ", count: 50_000)
        let one = RequestCounter(.named("o200k_base"), RequestRules(.chat, model: "gpt-4o"))
        let single = one.count(ModelRequest(text, workload: "any")).total.tokens
        let request = ModelRequest(workload: "any", conversation: Array(repeating: .user(text), count: 20))
        let count = one.count(request)
        #expect(count.total.tokens == (single - 3) * 20 + 3)
        #expect(count.total.certainty == .bounded(20))
    }
}
