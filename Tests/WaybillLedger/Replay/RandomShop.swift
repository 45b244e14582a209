import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// Providers, a route and requests, all of which hang on a seed alone.
struct RandomShop {
    let providers: [ScriptedProvider]
    let route: Route
    let requests: [ModelRequest]

    static let workload: Workload = "work"

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let choice = [RouteChoice.inOrder, .weighted, .cheapest].randomElement(using: &random)!
        var providers: [ScriptedProvider] = []
        for number in 0..<Int.random(in: 2...4, using: &random) {
            let usages = (0..<7).map { _ in Self.usage(&random) }
            let failing = Int.random(in: 0...4, using: &random)
            var provider = ScriptedProvider(
                "p\(number)", speaks: Bool.random(using: &random) ? .openAIResponses : .openAIChat
            ) { request in
                // Who fails twice in a row and three times of five closes their breaker now and then.
                request.number % 5 < failing ? .status(503) : .answer("Yes.", usage: usages[request.number % usages.count])
            }
            provider.provider.models = [Self.model(number, choice, &random)]
            providers.append(provider)
        }
        self.providers = providers
        var route = Route(workload: Self.workload, models: providers.flatMap(\.models))
        route.choice = choice
        for place in route.candidates.indices where choice == .weighted {
            route.candidates[place].weight = Int.random(in: 1...9, using: &random)
        }
        route.settings.attempts = 1
        route.parameters.maxOutputTokens = 1_000
        if Bool.random(using: &random) {
            var condition = RequestCondition()
            condition.metadata = [RequestCondition.Member("tier", oneOf: ["gold"])]
            route.rules = [RouteRule(when: condition, models: Array(providers.flatMap(\.models).reversed()))]
        }
        self.route = route
        requests = (0..<25)
            .map { number in
                let text = String(repeating: "word ", count: [5, 60, 900].randomElement(using: &random)!)
                var request = ModelRequest("\(number) \(text)", workload: Self.workload)
                request.metadata["tier"] = ["gold", "silver"].randomElement(using: &random)
                if Int.random(in: 0..<4, using: &random) == 0 { request.output = .jsonObject }
                request.validatesOutput = false
                request.user = "user \(Int.random(in: 0..<9, using: &random))"
                return request
            }
    }

    /// The routes, with one beside them that serves nothing here.
    func table(with others: [Route] = []) throws -> RouteTable {
        try RouteTable(providers: providers.map(\.provider), routes: [route] + others)
    }

    private static func model(_ number: Int, _ choice: RouteChoice, _ random: inout SeededGenerator) -> Model {
        var model = Model(id: "m")
        // What is cheaper is so by far, whatever a request has of input and output.
        let rate = choice == .cheapest ? [1, 100, 10, 1_000][number] : Int.random(in: 1...50, using: &random)
        if Int.random(in: 0..<6, using: &random) > 0 {
            model.price = Price(input: rate * 100_000, cachedInput: rate * 10_000, output: rate * 400_000)
        }
        let tokenizers = choice == .cheapest ? ["o200k_base"] : ["o200k_base", "cl100k_base", "claude"]
        model.tokenizer = tokenizers.randomElement(using: &random)
        model.contextWindow = [1_600, 128_000].randomElement(using: &random)
        if Int.random(in: 0..<3, using: &random) == 0 { model.features = [.tools] }
        return model
    }

    private static func usage(_ random: inout SeededGenerator) -> TokenUsage {
        TokenUsage(
            uncachedInput: Int.random(in: 1...900, using: &random), cachedInput: [0, 128].randomElement(using: &random)!,
            outputText: Int.random(in: 1...300, using: &random), reasoning: [0, 64].randomElement(using: &random)!)
    }
}
