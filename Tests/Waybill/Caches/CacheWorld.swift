import WaybillInterchange
import WaybillRoutes

/// A model with a prompt cache and conversations with it, all made of a seed: they take turns, grow, branch, change and begin anew.
struct CacheWorld {
    let rules: CacheRules
    let api: ProviderAPI
    /// The keys of the provider, each with a cache of its own.
    let keys: [String]
    /// How long an answer lets wait for itself.
    let delay: Duration
    /// How many conversations were begun.
    private(set) var conversationsBegun = 0
    /// What the latest request came of.
    private(set) var latest = ""
    private var conversations: [ModelRequest] = []
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        rules = Self.rules(&random)
        api = Bool.random(using: &random) ? .openAIResponses : .openAIChat
        keys = Array(["k", "l", "m"].prefix(Int.random(in: 0...3, using: &random)))
        delay = Bool.random(using: &random) ? .zero : .milliseconds(1_700)
        for _ in 0..<Int.random(in: 2...8, using: &random) { conversations.append(begin()) }
    }

    /// What is asked next, one request or some so long apart, and how long nothing is asked after they are answered.
    mutating func next() -> (requests: [ModelRequest], apart: Duration, pause: Duration) {
        // What is answered at once is never on its way together with others.
        let isTogether = delay > .zero && Int.random(in: 0..<4, using: &random) == 0
        let requests = (0..<(isTogether ? Int.random(in: 2...5, using: &random) : 1)).map { _ in nextRequest() }
        let longest = Int.random(in: 0..<10, using: &random) == 0 ? 2_400 : 90
        return (
            requests, .milliseconds([0, 700].randomElement(using: &random) ?? 0), .seconds(Int.random(in: 0..<longest, using: &random))
        )
    }

    private mutating func nextRequest() -> ModelRequest {
        let place = Int.random(in: conversations.indices, using: &random)
        var request = conversations[place]
        switch Int.random(in: 0..<20, using: &random) {
        case 0, 1:
            latest = "another conversation"
            request = begin()
        case 2:
            latest = "a branch"
            request = conversations[Int.random(in: conversations.indices, using: &random)]
        case 3, 4: change(&request)
        case 5: latest = "the same again"
        default: grow(&request)
        }
        conversations[place] = request
        return request
    }

    private static func rules(_ random: inout SeededGenerator) -> CacheRules {
        var rules: CacheRules
        if Bool.random(using: &random) {
            rules = CacheRules(.breakpoints(Bool.random(using: &random) ? .implicit : .explicit), minimum: 1_024)
            if Bool.random(using: &random) { rules.lifetime = CacheRules.longLifetime }
        } else {
            rules = CacheRules(.steps([1, 16, 128].randomElement(using: &random) ?? 1))
            rules.minimum = [0, 64, 1_024].randomElement(using: &random) ?? 0
            rules.lifetime = [nil, .seconds(300), .seconds(600)].randomElement(using: &random) ?? nil
        }
        rules.takesKey = Bool.random(using: &random)
        if rules.takesKey { rules.requestsPerKey = [nil, 1, 2, 15].randomElement(using: &random) ?? nil }
        rules.renews = Int.random(in: 0..<4, using: &random) > 0
        return rules
    }

    // MARK: Conversations

    /// One of six shops' stable parts, some too short to be kept by themselves, and a first question.
    private mutating func begin() -> ModelRequest {
        conversationsBegun += 1
        let shop = Int.random(in: 0..<6, using: &random)
        var request = ModelRequest(workload: "test", conversation: [question()])
        if shop != 0 { request.instructions = "Shop \(shop). \(Self.words("day", [40, 600, 1_100, 2_500][shop % 4]))" }
        request.tools = (0..<shop % 4 * 2)
            .map { number in
                ToolDefinition(name: "look_up_\(number)", description: "Looks up \(Self.words("thing", 20 * number)).")
            }
        if shop > 3 {
            request.examples = [Example(input: "May I?", answer: "You may.")]
            request.references = (0..<(shop == 4 ? 0 : 2)).map { Reference(title: "Part \($0)", text: Self.words("rule", 300)) }
        }
        if Int.random(in: 0..<4, using: &random) == 0 { request.output = .jsonObject }
        // What is answered is the same whatever is asked for.
        request.validatesOutput = false
        if Int.random(in: 0..<3, using: &random) == 0 { request.lateContext = now() }
        return request
    }

    /// Appends an answer, with calls of tools or without, and what follows it.
    private mutating func grow(_ request: inout ModelRequest) {
        if let tool = request.tools.randomElement(using: &random), Bool.random(using: &random) {
            latest = "calls of a tool"
            let call = number()
            let ids = (0...Int.random(in: 0..<3, using: &random)).map { "call_\(call)_\($0)" }
            request.conversation += ids.map { .toolCall(ToolCall(id: $0, name: tool.name, arguments: "{ }")) }
            for id in ids { request.conversation.append(.toolResult(ToolResult(callID: id, "Found \(number())."))) }
        } else {
            latest = "another turn"
            request.conversation += [.assistant("Yes, \(number())."), question()]
            if request.lateContext != nil { request.lateContext = now() }
        }
    }

    /// Changes what is said or with what it is asked.
    private mutating func change(_ request: inout ModelRequest) {
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            latest = "another first question"
            request.conversation[0] = question()
        case 1:
            latest = "a tool less"
            request.tools = request.tools.dropLast()
        case 2:
            latest = "another effort"
            request.parameters.reasoningEffort = [nil, .low, .high].randomElement(using: &random) ?? nil
        case 3:
            latest = "another form of answer"
            request.output = request.output == .text ? .jsonObject : .text
        default:
            latest = "other instructions"
            request.instructions = "Shop \(number()). \(Self.words("day", 1_500))"
        }
    }

    private mutating func question() -> ConversationItem { .user("\(number())? \(Self.words("night", number() % 200))") }

    private mutating func now() -> String { "It is \(number()) hours." }

    private mutating func number() -> Int { Int.random(in: 0..<1_000_000, using: &random) }

    private static func words(_ word: String, _ count: Int) -> String {
        Array(repeating: word, count: count).joined(separator: " ")
    }
}

extension CacheWorld: CustomStringConvertible {
    var description: String { "\(rules), \(api), \(keys.count) keys, after \(delay)" }
}
