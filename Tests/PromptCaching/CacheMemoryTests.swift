import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillPromptCaching

struct CacheMemoryTests {
    private static let place = CachePlace(server: "https://api.example.com", account: "a", model: "m")
    private static let scope = CacheScope(place, GenerationParameters())
    private static let inSteps = CacheRules(.steps(128), minimum: 1_024, lifetime: .seconds(300))

    /// A prompt of these turns, the user's and the assistant's by turns.
    private static func prompt(_ turns: String..., instructions: String? = "You answer for a bookshop.") -> FingerprintedPrompt {
        let items = turns.enumerated().map { $0 % 2 == 0 ? ConversationItem.user($1) : .assistant($1) }
        return fingerprints(ModelRequest(workload: "w", instructions: instructions, conversation: items))
    }

    private static func fingerprints(_ request: ModelRequest) -> FingerprintedPrompt {
        FingerprintedPrompt(PromptPreparation().prepare(request))
    }

    @Test(arguments: [
        (1_300, 2_000, 1_280), (1_151, 2_000, 1_024), (1_024, 1_025, 1_024), (1_024, 1_024, 0), (1_023, 2_000, 0), (0, 0, 0),
        (2_000, 2_000, 1_920), (1_280, 1_280, 1_152),
    ])
    func stepsAreReadDownToAMultipleAndNeverToTheLastToken(shared: Int, total: Int, read: Int) {
        #expect(Self.inSteps.readTokens(shared: shared, of: total) == read)
    }

    @Test func breakpointsAreReadToTheToken() {
        let rules = CacheRules(.breakpoints(.implicit), minimum: 1_024)
        #expect(rules.readTokens(shared: 1_301, of: 1_301) == 1_301)
        #expect(rules.readTokens(shared: 1_023, of: 2_000) == 0)
        #expect(CacheRules.none.readTokens(shared: 5_000, of: 6_000) == 0)
    }

    @Test func aPromptThatGoesOnReadsTheOneBefore() {
        var memory = CacheMemory()
        func kept(_ prompt: FingerprintedPrompt) -> Int {
            memory.keptEnds(of: prompt, in: Self.scope, by: Self.inSteps, at: .seconds(10))
        }
        #expect(kept(Self.prompt("Where is it?")) == 0)
        memory.note(Self.prompt("Where is it?"), in: Self.scope, by: Self.inSteps, at: .zero)
        #expect(kept(Self.prompt("Where is it?", "On its way.", "When?")) == 2)
        #expect(kept(Self.prompt("What is it?")) == 1)
        #expect(kept(Self.prompt("Where is it?", instructions: "You answer for a library.")) == 0)
    }

    @Test func nothingIsReadOfAnotherScope() {
        var memory = CacheMemory()
        let prompt = Self.prompt("Where is it?")
        memory.note(prompt, in: Self.scope, by: Self.inSteps, at: .zero)
        let others = [
            CacheScope(CachePlace(server: "https://api.example.com", account: "b", model: "m"), GenerationParameters()),
            CacheScope(CachePlace(server: "https://api.example.com", account: "a", model: "n"), GenerationParameters()),
            CacheScope(CachePlace(server: "https://api.example.com/a", account: "", model: "m"), GenerationParameters()),
            CacheScope(Self.place, GenerationParameters(reasoningEffort: .low)),
            CacheScope(Self.place, GenerationParameters(verbosity: .low)),
            CacheScope(Self.place, GenerationParameters(parallelToolCalls: false)),
            CacheScope(Self.place, GenerationParameters(), key: ""), CacheScope(Self.place, GenerationParameters(), salt: ""),
        ]
        for other in others { #expect(memory.keptEnds(of: prompt, in: other, by: Self.inSteps, at: .zero) == 0) }
        #expect(Set(others + [Self.scope]).count == others.count + 1)
        // How it is sampled is no part of the prompt.
        let sampled = CacheScope(Self.place, GenerationParameters(temperature: 0, maxOutputTokens: 5))
        #expect(memory.keptEnds(of: prompt, in: sampled, by: Self.inSteps, at: .zero) == 2)
    }

    @Test func useRenewsTheLifetimeWhereTheRulesSaySo() {
        let prompt = Self.prompt("Where is it?")
        for renews in [true, false] {
            var rules = Self.inSteps
            rules.renews = renews
            var memory = CacheMemory()
            for second in [0, 200] { memory.note(prompt, in: Self.scope, by: rules, at: .seconds(second)) }
            #expect(memory.keptEnds(of: prompt, in: Self.scope, by: rules, at: .seconds(299)) == 2)
            #expect(memory.keptEnds(of: prompt, in: Self.scope, by: rules, at: .seconds(300)) == (renews ? 2 : 0))
            #expect(memory.keptEnds(of: prompt, in: Self.scope, by: rules, at: .seconds(500)) == 0)
            // What has expired is written afresh.
            memory.note(prompt, in: Self.scope, by: rules, at: .seconds(600))
            #expect(memory.keptEnds(of: prompt, in: Self.scope, by: rules, at: .seconds(899)) == 2)
        }
    }

    @Test func anUnknownLifetimeDoesNotEnd() {
        let rules = CacheRules(.steps(1))
        var memory = CacheMemory()
        memory.note(Self.prompt("Hi"), in: Self.scope, by: rules, at: .zero)
        #expect(memory.keptEnds(of: Self.prompt("Hi"), in: Self.scope, by: rules, at: .seconds(1_000_000)) == 2)
    }

    // MARK: Breakpoints

    @Test func messagesEndWhereAModelKeepsPromptsByItself() {
        var request = ModelRequest(
            workload: "w", instructions: "Be kind.", tools: [ToolDefinition(name: "find")],
            examples: [Example(input: "Hi", answer: "Hello!")],
            references: [Reference(title: "A", text: "a"), Reference(title: "B", text: "b")],
            conversation: [
                .user("Find both."), .toolCall(ToolCall(id: "1", name: "find", arguments: "{}")),
                .toolCall(ToolCall(id: "2", name: "find", arguments: "{}")), .toolResult(ToolResult(callID: "1", "one")),
                .toolResult(ToolResult(callID: "2", "two")), .assistant("Found."), .user("Thanks."),
            ])
        func messageEnds(_ request: ModelRequest) -> [Int] {
            let ends = Self.fingerprints(request).ends
            return ends.indices.filter { ends[$0].endsMessage }.map { $0 + 1 }
        }
        // tools, instructions, an example's input and its answer, two references; then seven turns.
        #expect(messageEnds(request) == [2, 3, 6, 7, 11, 13])
        request.lateContext = "Today is Friday."
        #expect(messageEnds(request) == [2, 3, 6, 7, 11, 14])
        let program = ModelRequest(
            workload: "w", instructions: "Be kind.",
            conversation: [
                .message(Message(role: .system, content: [.text("Be brief.")])), .user("Hi"),
                .message(Message(role: .system, content: [.text("Be briefer.")])),
            ])
        #expect(messageEnds(program) == [2, 3])
    }

    @Test func onlyWhatEndsAtABoundaryOfBothIsRead() {
        let rules = CacheRules(.breakpoints(.implicit), minimum: 0)
        var memory = CacheMemory()
        memory.note(Self.prompt("One", "1", "Two"), in: Self.scope, by: rules, at: .zero)
        func kept(_ prompt: FingerprintedPrompt, by rules: CacheRules) -> Int {
            memory.keptEnds(of: prompt, in: Self.scope, by: rules, at: .seconds(60))
        }
        #expect(kept(Self.prompt("One", "1", "Two", "2", "Three"), by: rules) == 4)
        // Its first message was not the latest when the prompt was written.
        #expect(kept(Self.prompt("One", "1", "Other"), by: rules) == 1)
        #expect(kept(Self.prompt("One", "1", "Two, and more"), by: rules) == 1)
        #expect(kept(Self.prompt("One", "1", "Two", "2", "Three"), by: CacheRules(.breakpoints(.explicit))) == 1)
    }

    @Test(arguments: [CacheBreakpointMode.explicit, .implicit])
    func examplesAreKeptUpToTheInputOfTheLast(mode: CacheBreakpointMode) throws {
        let rules = CacheRules(.breakpoints(mode), minimum: 0)
        func prompt(_ question: String, answer: String = "Until six.") -> FingerprintedPrompt {
            let examples = [Example(input: "Hi", answer: "Hello!"), Example(input: "Is it open?", answer: answer)]
            return Self.fingerprints(
                ModelRequest(workload: "w", instructions: "Be kind.", examples: examples, conversation: [.user(question)]))
        }
        var memory = CacheMemory()
        memory.note(prompt("Where is it?"), in: Self.scope, by: rules, at: .zero)
        func kept(_ prompt: FingerprintedPrompt, isMarked: Bool = true) -> Int {
            memory.keptEnds(of: prompt, in: Self.scope, by: rules, isMarked: isMarked, at: .seconds(1))
        }
        // The instructions, the first example's input and answer, the second's input; not what the assistant says.
        #expect(kept(prompt("What is it?")) == 4)
        #expect(kept(prompt("What is it?", answer: "Until seven.")) == 4)
        // In implicit mode it is looked at as the message of a user that it is, breakpoint or not.
        #expect(kept(prompt("What is it?"), isMarked: false) == (mode == .explicit ? 0 : 4))
        var unmarked = CacheMemory()
        unmarked.note(prompt("Where is it?"), in: Self.scope, by: rules, isMarked: false, at: .zero)
        #expect(unmarked.keptEnds(of: prompt("What is it?"), in: Self.scope, by: rules, at: .zero) == 0)
    }

    @Test func anAncientMessageIsNotLookedAt() {
        let rules = CacheRules(.breakpoints(.implicit), minimum: 0)
        var memory = CacheMemory()
        func request(_ users: Int) -> FingerprintedPrompt {
            let items = (0..<users).flatMap { [ConversationItem.user("\($0)"), .assistant("yes")] }.dropLast()
            return Self.fingerprints(ModelRequest(workload: "w", conversation: Array(items)))
        }
        memory.note(request(1), in: Self.scope, by: rules, at: .zero)
        #expect(memory.keptEnds(of: request(21), in: Self.scope, by: rules, at: .zero) == 1)
        #expect(memory.keptEnds(of: request(22), in: Self.scope, by: rules, at: .zero) == 0)
    }

    // MARK: Size

    @Test func itIsBounded() {
        var memory = CacheMemory()
        let rules = CacheRules(.steps(1))
        let prompt = Self.prompt("Hi")
        for place in 0..<20_000 {
            let place = CachePlace(server: "s", account: "\(place)", model: "m")
            memory.note(prompt, in: CacheScope(place, GenerationParameters()), by: rules, at: .zero)
        }
        #expect(memory.count <= 2 * CacheMemory.generationSize)
        let latest = CacheScope(CachePlace(server: "s", account: "19999", model: "m"), GenerationParameters())
        #expect(memory.keptEnds(of: prompt, in: latest, by: rules, at: .zero) == 2)
    }

    // MARK: Against all that was sent

    /// What a server with a prefix cache does, kept as plainly as can be: every prompt that was sent, turn by turn.
    private struct Server {
        var sent: [(turns: [String], at: Duration)] = []
        let lifetime: Duration

        func shared(_ turns: [String], at now: Duration) -> Int {
            sent.filter { now - $0.at < lifetime }.map { zip($0.turns, turns).prefix { $0 == $1 }.count }.max() ?? 0
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func itKnowsWhatAServerKeeps(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var memory = CacheMemory()
        var server = Server(lifetime: .seconds(300))
        var now = Duration.zero
        var conversations = Array(repeating: [String](), count: 6)
        for _ in 0..<600 {
            now += .seconds(Int.random(in: 0..<60, using: &random))
            let place = conversations.indices.randomElement(using: &random)!
            var turns = conversations[place]
            if turns.count > 8 || Int.random(in: 0..<6, using: &random) == 0 {
                turns.removeLast(Int.random(in: 0...turns.count, using: &random))
            }
            turns.append("\(Int.random(in: 0..<2, using: &random))")
            conversations[place] = turns
            let prompt = Self.fingerprints(ModelRequest(workload: "w", conversation: turns.map { .user($0) }))
            let kept = memory.keptEnds(of: prompt, in: Self.scope, by: Self.inSteps, at: now)
            #expect(kept == server.shared(turns, at: now), "seed \(seed)")
            memory.note(prompt, in: Self.scope, by: Self.inSteps, at: now)
            server.sent.append((turns, now))
        }
    }
}

struct CachePlaceTests {
    private static func home(of prefix: UInt64, among places: [CachePlace]) -> CachePlace {
        places.max { $0.weight(for: prefix) < $1.weight(for: prefix) }!
    }

    @Test func prefixesSpreadEvenlyAndFewMoveWhenAPlaceComes() {
        let places = (0..<5).map { CachePlace(server: "s", account: "\($0)", model: "m") }
        var random = SeededGenerator(seed: 7)
        let prefixes = (0..<10_000).map { _ in random.next() }
        let before = prefixes.map { Self.home(of: $0, among: Array(places.prefix(4))) }
        for place in places.prefix(4) {
            let share = before.count { $0 == place }
            #expect(share > 2_300 && share < 2_700)
        }
        let after = prefixes.map { Self.home(of: $0, among: places) }
        let moved = zip(before, after).filter { $0 != $1 }
        // All that move go to the new one.
        #expect(moved.allSatisfy { $0.1 == places[4] })
        #expect(moved.count > 1_800 && moved.count < 2_200)
    }
}
