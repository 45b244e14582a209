import Foundation
import Testing
import Waybill

/// Every parameter at every API and dialect: sent as it was asked for, or said to be adjusted; on a strict route sent as it is, or not at all.
///
/// `WAYBILL_RECORD=1 swift test --filter ParameterMatrixTests` writes the table anew.
struct ParameterMatrixTests {
    /// A parameter with a value that no model has anyway.
    struct Parameter: Sendable, CustomStringConvertible {
        let name: String
        var needsTools = false
        let ask: @Sendable (inout ModelRequest) -> Void

        var description: String { name }
        /// The name that adjustments call it by.
        var subject: String { String(name.prefix { $0 != " " }) }
    }

    static let parameters: [Parameter] = [
        Parameter(name: "temperature") { $0.temperature = 0.4 },
        Parameter(name: "top_p") { $0.topP = 0.4 },
        Parameter(name: "max_output_tokens") { $0.maxOutputTokens = 400 },
        Parameter(name: "stop") { $0.stop = ["END"] },
        Parameter(name: "seed") { $0.seed = 7 },
        Parameter(name: "reasoning_effort none") { $0.reasoningEffort = ReasoningEffort.none },
        Parameter(name: "reasoning_effort medium") { $0.reasoningEffort = .medium },
        Parameter(name: "verbosity") { $0.verbosity = .low },
        Parameter(name: "parallel_tool_calls no", needsTools: true) { $0.parallelToolCalls = false },
        Parameter(name: "parallel_tool_calls yes", needsTools: true) { $0.parallelToolCalls = true },
        Parameter(name: "service_tier flex") { $0.serviceTier = .flex },
        Parameter(name: "service_tier priority") { $0.serviceTier = .priority },
    ]

    /// A model at an API.
    struct Place: Sendable, CustomStringConvertible {
        let api: ProviderAPI
        var dialect: String?
        let reasons: Bool

        var description: String { "\(dialect ?? api.rawValue)\(reasons ? ", reasons" : "")" }

        /// A provider with the one model; it takes one tool at a time where it does not reason, and has no `priority`.
        var provider: Provider {
            var model = Model(id: "m")
            model.features = reasons ? [.tools, .parallelTools, .reasoning] : [.tools]
            model.efforts = reasons ? [.none, .low, .high] : nil
            let rates = TierPrice(TokenRates(input: 1, output: 1))
            model.price = Price(standard: rates, tiers: [.flex: rates])
            var provider = Provider(name: "p", api: api, baseURL: "https://p.invalid/v1", models: [model])
            if let preset = Dialect.presets.first(where: { $0.name == dialect }) { provider.dialect = preset.dialect }
            return provider
        }
    }

    static let places: [Place] = [false, true]
        .flatMap { reasons in
            [Place(api: .openAIResponses, reasons: reasons), Place(api: .openAIChat, reasons: reasons)]
                + Dialect.presets.map { Place(api: .openAICompatible, dialect: $0.name, reasons: reasons) }
        }

    /// What becomes of a parameter.
    private enum Outcome: String {
        case sent
        case changed
        case leftOut = "left out"
        /// Nothing is lost without it.
        case meaningless = "means nothing"
        /// It is in the request and in no adjustment, and not in what is sent.
        case lost = "LOST IN SILENCE"
    }

    private func request(_ parameter: Parameter, asking: Bool) -> ModelRequest {
        var request = ModelRequest("Question", workload: "w")
        if parameter.needsTools { request.tools = [ToolDefinition(name: "look", parameters: ["type": "object", "properties": [:]])] }
        if asking { parameter.ask(&request) }
        return request
    }

    private func router(_ place: Place, strict: Bool = false) throws -> ModelRouter {
        var route = Route(workload: "w", models: [ModelName(provider: "p", id: "m")])
        route.strict = strict
        return ModelRouter(table: try RouteTable(providers: [place.provider], routes: [route]), options: RouterOptions(logger: nil))
    }

    /// What becomes of a parameter, by what is said of it and by the bytes.
    private func outcome(of parameter: Parameter, at place: Place) throws -> Outcome {
        let router = try router(place)
        let request = request(parameter, asking: true)
        let said = try #require(try router.plan(request).chosen).adjustments.filter { $0.subject == parameter.subject }.map(\.kind)
        let asked = try #require(try router.wire(request)).request.body
        let isSent = try asked != #require(try router.wire(self.request(parameter, asking: false))).request.body
        if said.contains(.changed) { return isSent ? .changed : .lost }
        if said.contains(.leftOut) { return .leftOut }
        if said.contains(.normalized) { return .meaningless }
        return isSent ? .sent : .lost
    }

    @Test(arguments: places)
    func nothingIsLostInSilenceAndAStrictRouteLosesNothing(_ place: Place) throws {
        for parameter in Self.parameters {
            let outcome = try outcome(of: parameter, at: place)
            #expect(outcome != .lost, "\(parameter)")
            let candidate = try #require(
                try router(place, strict: true).plan(request(parameter, asking: true)).candidates.first)
            // Where the tools alone ask for something, the parameter is not at fault.
            let isTolerated = try router(place, strict: true).plan(request(parameter, asking: false)).chosen != nil
            switch outcome {
            case .sent, .meaningless: #expect((candidate.verdict == .chosen) == isTolerated, "\(parameter): \(candidate.verdict)")
            case .changed, .leftOut, .lost:
                #expect(candidate.verdict.reason?.code == "cannot-express", "\(parameter): \(candidate.verdict)")
            }
        }
    }

    @Test func whatBecomesOfEachIsAsTheTableSays() throws {
        var text = ""
        for parameter in Self.parameters {
            text += "\(parameter)\n"
            let outcomes = try Self.places.map { ("\($0)", try outcome(of: parameter, at: $0)) }
            for kind in [Outcome.sent, .changed, .leftOut, .meaningless, .lost] {
                let names = outcomes.filter { $0.1 == kind }.map(\.0)
                if !names.isEmpty { text += "  \(kind.rawValue): \(names.joined(separator: "; "))\n" }
            }
        }
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/parameters.txt").standardized
        if ProcessInfo.processInfo.environment["WAYBILL_RECORD"] != nil { try Data(text.utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
    }
}
