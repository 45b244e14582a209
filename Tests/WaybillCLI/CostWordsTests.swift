import Testing

/// How the dry run words what a request may cost at the most.
struct CostWordsTests {
    /// What `waybill route` says of a request's cost at a model with these facts.
    private func cost(_ facts: String, of prompt: String = "Hello", parameters: String = "{}") async throws -> String? {
        let run = try await run("waybill route ask '\(prompt)'", facts, parameters)
        let lines = run.output.split(separator: "\n").drop { !$0.hasPrefix("     cost") }
        return lines.first.map { first in
            // A long line goes on below its beginning.
            let rest = lines.dropFirst().prefix { $0.hasPrefix("               ") }
            return ([first.dropFirst(15)] + rest.map { $0.dropFirst(15) }).joined(separator: " ")
        }
    }

    private func run(_ command: String, _ facts: String, _ parameters: String = "{}") async throws -> CommandRun {
        let folder = try TemporaryFolder()
        try folder.write("workloads: {ask: {models: [far/gpt-4o], parameters: \(parameters)}}\n", to: "routes.yaml")
        try folder.write(
            """
            api: openai-chat
            base_url: https://far.invalid/v1
            api_key: none
            models: {gpt-4o: {tokenizer: o200k_base, \(facts)}}

            """, to: "providers/far.yaml")
        return try await StartedCommand(command, in: folder).end()
    }

    @Test func anOutputWithoutALimitHasNoHighestCost() async throws {
        let cost = try await cost("price: {input: $1, output: $4}")
        #expect(cost?.hasSuffix("upwards, since the output is not limited") == true, "\(cost ?? "")")
    }

    @Test func whatCostsNothingCostsNothingWithoutALimit() async throws {
        let facts = "price: {input: $0, output: $0}"
        #expect(try await cost(facts) == "$0.00")
        let table = try await run("waybill route --all Hello", facts).output
        #expect(table.contains("$0.00    $0.00\n"), "\(table)")
    }

    @Test func aPromptThatMayBeLongMayCostWhatIsNotKnown() async throws {
        // It is 8 tokens, give or take one.
        let (facts, parameters) = ("price: {input: $1, output: $4, above: 8}", "{max_output_tokens: 100}")
        let cost = try await cost(facts, parameters: parameters)
        #expect(cost?.hasSuffix("upwards, since what so long a prompt may cost is not known") == true, "\(cost ?? "")")
        let table = try await run("waybill route --all Hello", facts, parameters).output
        #expect(table.contains("$0.000108        ?\n"), "\(table)")
    }

    @Test func aPriceThatSaysNothingOfTheRequestIsToldFromNone() async throws {
        let silent = "not known: its price says nothing of so long a prompt, or of this service tier"
        let facts = "price: {input: $1, output: $4, above: 8}"
        #expect(try await cost(facts, of: "Hello, how are you today, my friend?") == silent)
        #expect(try await cost("") == "not known: the model has no price in its provider file")
    }
}
