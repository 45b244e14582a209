import Testing
import WaybillInterchange

@testable import WaybillPromptCaching

struct PrefixComparisonTests {
    private static let request: ModelRequest = {
        var request = ModelRequest(
            workload: "w", instructions: "You answer for a bookshop.\nToday is 2026-11-20, so be brief.",
            tools: [
                ToolDefinition(name: "find_book", parameters: ["type": "object", "properties": ["title": [:], "author": [:]]]),
                ToolDefinition(name: "order_status"),
            ],
            examples: [Example(input: "a", answer: "b"), Example(input: "c", answer: "d")],
            references: [Reference(title: "Café", text: "Two days.\nThree at most.")],
            conversation: [.user("Where is order 1207?"), .assistant("On its way."), .user("When?")])
        request.lateContext = "Ada asks."
        return request
    }()

    private func compare(_ change: (inout ModelRequest) -> Void) -> PrefixComparison {
        var changed = Self.request
        change(&changed)
        return PrefixComparison(PromptPreparation().prepare(Self.request), PromptPreparation().prepare(changed))
    }

    struct Case: Sendable {
        var path: String
        var cause: PrefixCause
        var from: String?
        var to: String?
        var change: @Sendable (inout ModelRequest) -> Void
    }

    static let cases: [Case] = [
        Case(path: "instructions", cause: .volatileText, from: "2026-11-20,", to: "2026-11-21,") {
            $0.instructions = "You answer for a bookshop.\nToday is 2026-11-21, so be brief."
        },
        Case(path: "instructions", cause: .textChanged, from: "a", to: "the") {
            $0.instructions = "You answer for the bookshop.\nToday is 2026-11-20, so be brief."
        },
        Case(path: "instructions", cause: .blanks, from: "brief.", to: "brief.  \n") { $0.instructions? += "  \n" },
        Case(path: "instructions", cause: .textChanged, from: "You answer for a bookshop.\nToday is 2026-11-20, so be brief.", to: nil) {
            $0.instructions = nil
        },
        Case(path: "tools.find_book.name", cause: .toolOrder, from: "find_book", to: "order_status") {
            $0.toolOrder = .asWritten
            $0.tools.reverse()
        },
        Case(path: "tools.order_status.name", cause: .toolsChanged, from: "order_status", to: "gift_wrap") {
            $0.tools[1].name = "zip"
        },
        Case(path: "tools.find_book.parameters", cause: .schemaChanged, from: nil, to: nil) {
            $0.tools[0].parameters = ["type": "object", "properties": ["author": [:], "title": [:]]]
        },
        Case(path: "tools.find_book.description", cause: .toolsChanged, from: nil, to: "Finds.") { $0.tools[0].description = "Finds." },
        Case(path: "tools", cause: .toolsChanged, from: "find_book", to: nil) { $0.tools = [] },
        Case(path: "output", cause: .outputChanged, from: nil, to: "json-object") { $0.output = .jsonObject },
        Case(path: "examples[0].input", cause: .order, from: "a", to: "c") { $0.examples.reverse() },
        Case(path: "references[0].title", cause: .unicode, from: "Café", to: "Cafe\u{301}") { $0.references[0].title = "Cafe\u{301}" },
        Case(path: "conversation[0].content[0].text", cause: .turnChanged, from: "1207?", to: "1208?") {
            $0.conversation[0] = .user("Where is order 1208?")
        },
        Case(path: "late_context", cause: .lateContext, from: "Ada", to: "Bob") { $0.lateContext = "Bob asks." },
        Case(path: "conversation[2].content[0].text", cause: .otherConversation, from: "When?", to: "Why?") {
            $0.conversation[2] = .user("Why?")
        },
    ]

    @Test(arguments: cases.indices)
    func thePlaceAndTheCauseAreFound(place: Int) throws {
        let expected = Self.cases[place]
        let comparison = compare(expected.change)
        let difference = try #require(comparison.difference)
        #expect(comparison.relation == .parts)
        if expected.cause == .toolsChanged, expected.to == "gift_wrap" {
            #expect(difference.explanation == "other tools: 'zip' added, 'order_status' taken away")
            return
        }
        #expect(difference.path == expected.path)
        #expect(difference.cause == expected.cause, "\(difference.explanation)")
        if expected.from != nil || expected.to != nil {
            #expect(difference.from == expected.from)
            #expect(difference.to.map { Array($0.unicodeScalars) } == expected.to.map { Array($0.unicodeScalars) })
        }
    }

    @Test func thePlaceHasLineAndColumn() throws {
        let difference = try #require(
            compare { $0.instructions = "You answer for a bookshop.\nToday is 2026-11-21, so be brief." }.difference)
        #expect((difference.line, difference.column, difference.byte) == (2, 19, 45))
        #expect(difference.explanation == "a date in instructions")
        #expect(!difference.json.text().contains("2026"))
        #expect(difference.fullJSON["to"]?.stringValue == "2026-11-21,")
    }

    @Test func noScalarIsCut() throws {
        let difference = try #require(compare { $0.references[0].title = "Cafê" }.difference)
        #expect((difference.byte, difference.column) == (3, 4))
        #expect(difference.to == "Cafê")
    }

    @Test func whatBothBeginWithIsCounted() {
        let whole = compare { _ in }
        #expect(whole.relation == .same)
        #expect(whole.difference == nil)
        #expect(whole.sharedSegments == whole.first.segments.count)
        let shorter = compare { $0.instructions = "You answer for a bookshop.\nToday is 2026-11-21, so be brief." }
        #expect(shorter.sharedSegments == 1)
        #expect(shorter.sharedTokens > 0 && shorter.sharedTokens < whole.sharedTokens)
        #expect(shorter.sharedBytes == shorter.first.segments[0].byteCount + 45)
    }

    @Test func aConversationThatGoesOnDoesNotPart() {
        var request = Self.request
        request.lateContext = nil
        var longer = request
        longer.conversation += [.assistant("On Monday."), .user("Thanks.")]
        let (one, two) = (PromptPreparation().prepare(request), PromptPreparation().prepare(longer))
        #expect(PrefixComparison(one, two).relation == .goesOn)
        #expect(PrefixComparison(two, one).relation == .isBeginning)
        #expect(PrefixComparison(one, two).difference == nil)
    }

    @Test func settingsThatBelongToThePromptAreTold() {
        let comparison = compare {
            $0.reasoningEffort = .low
            $0.temperature = 1
            $0.toolChoice = .none
        }
        #expect(comparison.relation == .same)
        #expect(comparison.settings == [.init(name: "reasoning_effort", from: nil, to: "low")])
    }
}
