import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTokenCounting

@testable import WaybillPromptCaching

struct PrefixLintTests {
    private static let model = ModelName(provider: "openai", id: "gpt-4o")

    private func findings(_ request: ModelRequest, minimum: Int? = nil, price: Price? = nil) -> [PrefixFinding] {
        let prepared = PromptPreparation().prepare(request)
        var prompt = FingerprintedPrompt(prepared)
        let counter = RequestCounter(.named("o200k_base"), RequestRules(.chat, model: "gpt-4o"))
        prompt.countTokens(of: prepared, by: counter, for: Self.model)
        return PrefixLint(today: "2026-11-20").findings(in: prepared, prompt, minimum: minimum, price: price)
    }

    @Test func aFindingNamesItsPlace() throws {
        var request = ModelRequest("Today is 2026-11-20.", workload: "w")
        request.instructions = "You answer\nfür Ada. Today is 2026-11-20."
        let finding = try #require(findings(request).first)
        #expect((finding.path, finding.line, finding.column, finding.byte) == ("instructions", 2, 19, 30))
        #expect(finding.excerpt == "2026-11-20")
        #expect(
            finding.description
                == "a date in instructions, line 2, column 19: it makes prompts differ from there on; put it into late_context; if it never changes, "
                + "all is well")
        #expect(findings(request).count == 1, "the user's own words are not looked at")
    }

    @Test func everyPartOfTheStablePartIsLookedAt() {
        var request = ModelRequest("Hi", workload: "w")
        let id = "6f9619ff-8b86-d011-b42d-00cf4fc964ff"
        request.tools = [
            ToolDefinition(name: "f", description: id, parameters: ["type": "object", "properties": ["a": ["description": .string(id)]]])
        ]
        request.output = .jsonSchema(JSONSchemaFormat(name: "o", schema: ["const": .string(id)]))
        request.instructions = id
        request.examples = [Example(input: "a", answer: "b"), Example(input: id, answer: "d")]
        request.references = [Reference(title: "t", text: "u"), Reference(title: "t", text: id)]
        request.lateContext = id
        #expect(
            findings(request).map(\.path) == [
                "tools.f.description", "tools.f.parameters", "output.schema", "instructions", "examples[1].input", "references[1].text",
            ])
    }

    @Test func whoAsksIsNotToBeInTheStablePart() {
        var request = ModelRequest("Hi", workload: "w")
        request.instructions = "You help Ada Lovelace in production, for customer-77."
        request.metadata = ["user_name": "Ada Lovelace", "environment": "production", "app_name": "help"]
        request.user = "customer-77"
        #expect(findings(request).map(\.valueName) == ["metadata.user_name", "user"])
        #expect(findings(request).allSatisfy { !$0.description.contains("Ada") })
    }

    @Test func trailingBlanksAreTold() {
        var request = ModelRequest("Hi", workload: "w")
        request.instructions = "One line \n two\t\nthree"
        #expect(findings(request).map(\.code) == ["trailing-blanks"])
        #expect(findings(request)[0].line == 1)
        request.instructions = "No lines "
        #expect(findings(request).isEmpty)
    }

    @Test func whatAFindingCostsIsToldWhereItIsKnown() {
        var request = ModelRequest("Hi", workload: "w")
        request.instructions = String(repeating: "You answer for a bookshop. ", count: 100) + "Today is 2026-11-20."
        request.tools = [ToolDefinition(name: "f", description: String(repeating: "A long description. ", count: 400))]
        let price = Price(input: 1_000_000, cachedInput: 100_000, output: 1)
        let stable = findings(request, minimum: 1_024, price: price)
        #expect(stable.map(\.code) == ["date"])
        // The tools come before the instructions, and are long enough to be cached by themselves.
        let lost = stable[0].lostTokens ?? 0
        #expect((700...720).contains(lost))
        #expect(stable[0].costPerThousandCalls == Money(picodollars: Int128(lost) * 900_000 * 1_000))
        #expect(stable[0].description.contains("at up to $0.6"))
        // Where writing costs more, that is what is paid each time in place of reading.
        let written = Price(input: 1_000_000, cachedInput: 100_000, cacheWrite: 1_250_000, output: 1)
        #expect(
            findings(request, minimum: 1_024, price: written)[0].costPerThousandCalls
                == Money(picodollars: Int128(lost) * 1_150_000 * 1_000))
        // Without the tools nothing would be cached anyway.
        request.tools = []
        #expect(findings(request, minimum: 1_024, price: price).map(\.code) == ["date", "too-short"])
        #expect(findings(request, minimum: 1_024, price: price)[0].lostTokens == nil)
        #expect(findings(request, minimum: 512)[0].costPerThousandCalls == nil)
    }

    @Test func aStablePartThatIsTooShortSaysHowMuchIsMissing() {
        var request = ModelRequest("Hi", workload: "w")
        #expect(findings(request, minimum: 1_024).isEmpty, "there is no stable part")
        request.instructions = "You answer for a bookshop."
        #expect(findings(request, minimum: 1_024).map(\.problem) == [.tooShort(tokens: 11, missing: 1_013)])
        #expect(findings(request).isEmpty)
    }

    @Test func whatIsTooShortCostsWhatALongerOneWouldSave() throws {
        var request = ModelRequest("Hi", workload: "w")
        request.instructions = String(repeating: "You answer for a bookshop. ", count: 100)
        let price = Price(input: 1_000_000, cachedInput: 100_000, output: 1)
        let finding = try #require(findings(request, minimum: 1_024, price: price).last)
        guard case .tooShort(let tokens, let missing) = finding.problem else {
            Issue.record("\(finding)")
            return
        }
        #expect(finding.costPerThousandCalls == Money(picodollars: (Int128(tokens) * 1_000_000 - 1_024 * 100_000) * 1_000))
        #expect(finding.description.contains("\(missing) too few to be cached by itself, at up to $0.6"))
        // To make a short one ten times as long, for a tenth of the price, saves nothing.
        request.instructions = "You answer for a bookshop."
        #expect(findings(request, minimum: 1_024, price: price).last?.costPerThousandCalls == nil)
    }
}
