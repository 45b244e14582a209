import Waybill

/// Everything that a run is made of: providers with their tempers, a route, callers.
///
/// The same seed gives the same world.
struct SimulatedWorld: Sendable {
    /// How one model at one key behaves.
    struct Temper: Sendable {
        /// The share of requests that go wrong, in percent.
        var faultShare: Int
        /// When it fails whatever is asked, and how.
        var outages: [(from: Duration, to: Duration, fault: SimulatedFault)]
        /// Which words it uses.
        var dialect: Int
        var pace: SimulatedServer.Pace
    }

    /// One call.
    struct Caller: Sendable {
        var number: Int
        var starts: Duration
        var delivery: Delivery
        var form: SimulatedAnswer.Form
        var deadline: Duration?
        /// After how long its task is cancelled.
        var patience: Duration?
        /// After how many events it lets go of the stream.
        var dropsAfter: Int?
    }

    enum Delivery: Sendable, Hashable, CaseIterable { case response, stream, restartableStream }

    let seed: UInt64
    var providers: [Provider] = []
    var route: Route
    var tempers: [ModelName: Temper] = [:]
    var callers: [Caller] = []
    /// The ways to each model, by its keys.
    var places: [ModelName: [Place]] = [:]
    /// What each account may use of a model per minute.
    var limits: [Place.Lane: RateLimits] = [:]
    /// How many requests a server may have at a time.
    var slots: [Int: Int] = [:]
    var keyOutages: [KeyOutage] = []
    /// What servers count by themselves.
    var meters: [Place.Lane: SimulatedMeter] = [:]
    /// At which word those who answer differently part.
    var parting = 0
    /// How many words answers have.
    var length = 0

    /// The name of the only workload.
    static let workload: Workload = "work"
    /// What routes with a last resort serve.
    static let lastResort = "Later."
}

extension SimulatedWorld {
    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        self.seed = seed
        route = Route(workload: Self.workload, models: [])
        length = Int.random(in: 2...6, using: &random)
        parting = Bool.random(using: &random) ? .max : Int.random(in: 0...length, using: &random)
        // In some worlds keys are pooled and much is limited.
        let isLimited = random.chance(35)
        addProviders(&random)
        if isLimited { addPools(&random) }
        addRoute(&random)
        if isLimited { addLimits(&random) }
        addPlaces()
        addTempers(&random)
        if isLimited { addKeyOutages(&random) }
        if isLimited { addMeters(&random) }
        addCallers(&random, isCrowded: isLimited && random.chance(60))
    }

    private mutating func addProviders(_ random: inout SeededGenerator) {
        let hosts = Int.random(in: 1...3, using: &random)
        for number in 0..<Int.random(in: 1...4, using: &random) {
            let api: ProviderAPI = Bool.random(using: &random) ? .openAIResponses : .openAIChat
            // Some share an address, so that only their keys tell them apart.
            let host = Int.random(in: 0..<hosts, using: &random)
            var provider = Provider(name: "p\(number)", api: api, baseURL: "https://h\(host).invalid/v1")
            if random.chance(80) {
                provider.credentials = [Credential(name: "k\(number)", reference: .environment("K\(number)"))]
            } else {
                provider.auth = .none
                provider.baseURL = "https://open\(number).invalid/v1"
            }
            for id in ["m", "n"].prefix(Int.random(in: 1...2, using: &random)) { provider.models.append(Self.model(id, &random)) }
            providers.append(provider)
        }
    }

    private static func model(_ id: String, _ random: inout SeededGenerator) -> Model {
        var model = Model(id: id)
        if random.chance(30) { model.contextWindow = Int.random(in: 1...4, using: &random) * 10_000 }
        if random.chance(40) { model.features = [.tools, .parallelTools, .jsonSchema, .jsonObject, .prefill] }
        if random.chance(15) { model.streaming = false }
        if random.chance(50) { model.price = Price(input: 1_000_000, output: 2_000_000) }
        return model
    }

    private mutating func addRoute(_ random: inout SeededGenerator) {
        let models = providers.flatMap { provider in provider.models.map { ModelName(provider: provider.name, id: $0.id) } }
        let chosen = models.shuffled(using: &random).prefix(Int.random(in: 1...5, using: &random))
        route = Route(workload: Self.workload, models: Array(chosen))
        route.settings.deadline = .seconds([2, 10, 30, 120].randomElement(using: &random)!)
        route.settings.firstToken = .milliseconds([500, 2_000, 10_000].randomElement(using: &random)!)
        route.settings.stall = .milliseconds([500, 3_000].randomElement(using: &random)!)
        route.settings.attempts = Int.random(in: 1...3, using: &random)
        route.settings.attemptsPerCall = Int.random(in: 1...8, using: &random)
        route.settings.patience = .seconds(Int.random(in: 0...6, using: &random))
        route.settings.retry = RetryRule(base: .milliseconds(Int.random(in: 0...500, using: &random)), cap: .seconds(2))
        let cooldown = Duration.milliseconds(Int.random(in: 500...3_000, using: &random))
        route.settings.breaker =
            random.chance(20)
            ? .off : .rule(failures: Int.random(in: 1...4, using: &random), cooldown: cooldown, cap: cooldown + .seconds(4))
        route.settings.onCut = [
            [.continueText, .replay, .restart, .fail], [.restart, .fail], [.replay, .fail], [.continueText, .fail], [.fail],
            [.replay, .restart, .fail], [.continueText, .restart],
        ]
        .randomElement(using: &random)!
        route.hold = random.chance(15)
        if random.chance(20) {
            let share = random.chance(30) ? Share(percent: 50) : nil
            route.hedge = HedgeRule(.after(.milliseconds(Int.random(in: 20...800, using: &random))), share: share)
        }
        if random.chance(25) { route.lastResort = .text(Self.lastResort) }
    }

    private mutating func addTempers(_ random: inout SeededGenerator) {
        let shares = [[0, 20], [0, 50, 100], [30, 60, 90]].randomElement(using: &random)!
        let firstToken = route.settings.firstToken ?? .seconds(1)
        for candidate in route.candidates {
            let pace = SimulatedServer.Pace(
                head: random.duration(upTo: firstToken / 4), first: random.duration(upTo: firstToken / 4),
                piece: random.duration(upTo: .milliseconds(60)))
            var temper = Temper(
                faultShare: shares.randomElement(using: &random)!, outages: [], dialect: Int.random(in: 0...3, using: &random), pace: pace)
            if random.chance(25) {
                let from = random.duration(upTo: .seconds(20))
                temper.outages.append((from, from + random.duration(upTo: .seconds(20)), .random(&random)))
            }
            tempers[candidate.model] = temper
        }
    }

    private mutating func addCallers(_ random: inout SeededGenerator, isCrowded: Bool) {
        // Some worlds see a long row of calls, so that models fall ill and recover, or a crowd; most see a few at once.
        let isLong = random.chance(4)
        let count = isLong ? 12...24 : isCrowded ? 5...14 : 1...4
        var starts = Duration.zero
        for number in 0..<Int.random(in: count, using: &random) {
            var caller = Caller(
                number: number, starts: starts, delivery: .allCases.randomElement(using: &random)!,
                form: .allCases.randomElement(using: &random)!)
            if random.chance(20) { caller.deadline = .milliseconds(Int.random(in: 100...20_000, using: &random)) }
            if random.chance(15) { caller.patience = random.duration(upTo: .seconds(random.chance(50) ? 1 : 8)) }
            if caller.delivery != .response, random.chance(8) { caller.dropsAfter = Int.random(in: 1...6, using: &random) }
            callers.append(caller)
            starts += random.chance(isLong ? 20 : 50) ? .zero : random.duration(upTo: .seconds(isCrowded ? 8 : 3))
        }
    }
}

extension SeededGenerator {
    /// Whether something of this likelihood happens.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

extension SimulatedWorld {
    /// The longest that a call may take.
    func deadline(of caller: Caller) -> Duration {
        let allowed = route.settings.deadline ?? .seconds(300)
        return caller.deadline.map { min($0, allowed) } ?? allowed
    }

    func provider(of model: ModelName) -> Provider? { providers.first { $0.name == model.provider } }

    /// What a model would answer to a call, if nothing went wrong.
    func answer(of model: ModelName, to caller: Caller) -> SimulatedAnswer {
        SimulatedAnswer(caller.form, call: caller.number, dialect: tempers[model]?.dialect ?? 0, parting: parting, length: length)
    }
}

extension SimulatedWorld.Caller {
    /// What it asks; its number stands in the prompt, so that a request tells whose it is.
    var request: ModelRequest {
        var request = ModelRequest("caller-\(number); Answer in JSON.", workload: SimulatedWorld.workload)
        request.deadline = deadline
        switch form {
        case .text: break
        case .structured:
            request.output = .jsonSchema(JSONSchemaFormat(name: "line", schema: Self.schema("line")))
        case .tools, .forcedTool:
            request.tools = [
                ToolDefinition(name: "find", parameters: Self.schema("a")), ToolDefinition(name: "note", parameters: Self.schema("b")),
            ]
            if form == .forcedTool { request.toolChoice = .required }
        }
        return request
    }

    private static func schema(_ property: String) -> JSONValue {
        [
            "type": "object", "properties": .object([property: ["type": "string"]]), "required": .array([.string(property)]),
            "additionalProperties": false,
        ]
    }
}

extension SimulatedWorld: CustomStringConvertible {
    /// What a reader of its story has to know.
    var description: String {
        let settings = route.settings
        let candidates = route.candidates.map { candidate in
            let provider = provider(of: candidate.model)
            let model = provider?.model(candidate.model.id)
            return "  \(candidate.model) at \(provider?.baseURL ?? "") by \(provider?.api.rawValue ?? ""), "
                + "window \(model?.contextWindow.map(String.init) ?? "unknown"), prefill \(model?.features?.contains(.prefill) ?? false), "
                + "\(tempers[candidate.model].map { "\($0)" } ?? "")"
                + (isLimited(candidate.model)
                    ? "\n    \(provider?.rateLimits ?? RateLimits()), slots \(places(of: candidate.model).first.flatMap { slots[$0.server] } ?? .max)"
                    : "")
                + "\n    keys \(places(of: candidate.model).map { "\($0.name ?? "-") of account \($0.account)" })"
                + places(of: candidate.model).compactMap { meters[$0.lane] }.map { "\n    \($0)" }.joined()
        }
        return """
            seed \(seed): deadline \(settings.deadline?.shortText ?? ""), first token \(settings.firstToken?.shortText ?? ""), \
            stall \(settings.stall?.shortText ?? ""), attempts \(settings.attempts ?? 0) of \(settings.attemptsPerCall ?? 0), \
            patience \(settings.patience?.shortText ?? ""), breaker \(settings.breaker.map { "\($0)" } ?? ""), \
            on cut \(settings.onCut?.map(\.rawValue) ?? []), hold \(route.hold), last resort \(route.lastResort != nil), \
            hedge \(route.hedge.map { "\($0)" } ?? "off")
            \(candidates.joined(separator: "\n"))\(keyOutages.map { "\n  \($0)" }.joined())
            """
    }
}
