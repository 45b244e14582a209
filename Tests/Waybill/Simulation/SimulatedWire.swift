import Synchronization
import Waybill

/// The wire of a simulated world: decides what each request meets, and writes down what crosses it.
final class SimulatedWire: Transport {
    private let world: SimulatedWorld
    private let log: SimulationLog
    private let time: any TimeSource
    private let random: Mutex<SeededGenerator>
    private let stage: ExchangeStage

    init(_ world: SimulatedWorld, log: SimulationLog, time: any TimeSource) {
        self.world = world
        self.log = log
        self.time = time
        random = Mutex(SeededGenerator(seed: world.seed ^ 0x5157))
        stage = ExchangeStage(time: time)
    }

    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        guard let asked = Question(request, in: world) else {
            log.note { story, _ in story.oddities.append("a request that no server understands: \(request)") }
            return stage.play([TransportCue(.failed(TransportFailure(.refused)))], for: request, onEvent: onEvent)
        }
        let told = told(asked.place)
        var (exchange, cues) = random.withLock { answer(asked, request, overrunning: told == nil, &$0) }
        if let meter = world.meters[asked.place.lane] {
            exchange.told = told ?? 0
            cues.add(meter.headers(remaining: told ?? 0))
        }
        let number = log.note { [exchange] story, moment in
            story.exchanges.append(exchange)
            story.exchanges[story.exchanges.count - 1].started = moment
            return story.exchanges.count - 1
        }
        let played = stage.play(cues, for: request) { [log] event in
            log.note { story, moment in
                switch event {
                case .head: story.exchanges[number].headCame = true
                case .body(let bytes):
                    story.exchanges[number].bytesReceived += bytes.count
                    story.exchanges[number].noteThatHeadWasRead(moment)
                case .end, .failed:
                    story.exchanges[number].ended = moment
                    story.exchanges[number].noteThatHeadWasRead(moment)
                }
            }
            onEvent(event)
        }
        return Handle(exchange: played, number: number, log: log)
    }

    func close() { stage.close() }

    /// How many more requests a server that counts would take after this one; `nil`: this is one too many.
    private func told(_ place: SimulatedWorld.Place) -> Int? {
        guard let meter = world.meters[place.lane] else { return .max }
        let now = time.now
        let taken = log.count { $0.place.lane == place.lane && $0.started.time > now - .seconds(60) }
        guard meter.remaining(after: taken, at: now) > 0 else { return nil }
        return meter.remaining(after: taken + 1, at: now)
    }

    /// Decides what a request meets.
    private func answer(
        _ asked: Question, _ request: TransportRequest, overrunning: Bool, _ random: inout SeededGenerator
    ) -> (SimulationStory.Exchange, [TransportCue]) {
        let caller = world.callers[asked.caller]
        let temper =
            world.tempers[asked.model]
            ?? .init(faultShare: 0, outages: [], dialect: 0, pace: .init(head: .zero, first: .zero, piece: .zero))
        let now = time.now
        let keyOutage = world.keyOutages.first { $0.key == asked.place.key && $0.from <= now && now < $0.to }
        let outage = temper.outages.first { $0.from <= now && now < $0.to }
        let refusal = overrunning ? SimulatedFault.rateLimited(nil) : keyOutage?.fault
        let fault = refusal ?? outage?.fault ?? (random.chance(temper.faultShare) ? .random(&random) : .none)
        var answer = world.answer(of: asked.model, to: caller)
        if fault == .misfit { answer.forgetWhatWasAsked(caller.form) }
        if let beginning = asked.beginning { answer = answer.goingOn(from: beginning) }
        var pace = temper.pace
        if fault == .dribble { pace.piece = (world.route.settings.stall ?? .seconds(1)) - .milliseconds(1) }
        let stamp = RehearsalStamp(number: Int.random(in: 0...1_000_000, using: &random), created: 0)
        let (cues, tokens) = SimulatedServer(request: asked.request, stamp: stamp, pace: pace).perform(fault, answer)
        let exchange = SimulationStory.Exchange(
            caller: asked.caller, model: asked.model, place: asked.place, fault: fault, answer: answer, beginning: asked.beginning,
            isStreamed: asked.request.isStreamed, firstContent: pace.head + pace.first,
            longestGap: max(pace.head + pace.first, pace.piece), planned: cues.reduce(.zero) { $0 + $1.delay },
            inputTokens: asked.request.inputTokens, tokens: tokens, bytesSent: request.body.count,
            usesFreshConnection: request.usesFreshConnection)
        return (exchange, cues)
    }

    private struct Handle: TransportExchange {
        let exchange: any TransportExchange
        let number: Int
        let log: SimulationLog

        func consumed(_ count: Int) { exchange.consumed(count) }

        func cancel() {
            log.note { story, moment in
                if story.exchanges[number].ended == nil { story.exchanges[number].cancelled = moment }
            }
            exchange.cancel()
        }
    }
}

extension SimulationStory.Exchange {
    fileprivate mutating func noteThatHeadWasRead(_ moment: SimulationStory.Moment) {
        if headCame, cancelled == nil, headWasRead == nil { headWasRead = moment }
    }
}

extension [TransportCue] {
    /// Adds fields to the head of a response.
    fileprivate mutating func add(_ fields: [HeaderField]) {
        for place in indices {
            guard case .head(var head) = self[place].event else { continue }
            head.headers += fields
            self[place] = TransportCue(.head(head), after: self[place].delay)
        }
    }
}

/// What a simulated server makes of a request.
private struct Question {
    let request: RehearsedRequest
    let caller: Int
    let model: ModelName
    let place: SimulatedWorld.Place
    /// The beginning of an answer that it is to go on from.
    let beginning: String?

    init?(_ wire: TransportRequest, in world: SimulatedWorld) {
        guard let request = try? RehearsedRequest(wire) else { return nil }
        let key = wire.headers.value(of: "authorization").map { String($0.dropFirst("Bearer ".count)) }
        // Providers at one address are told apart as a server would: by the key, and by the API that the path names.
        let provider = world.providers.first { provider in
            wire.url.hasPrefix("\(provider.baseURL)/") && (provider.api == .openAIResponses) == (request.api == .responses)
                && (key == nil ? provider.credentials.isEmpty : provider.credentials.contains { $0.name == key })
        }
        guard let provider, let caller = Self.caller(in: wire.body), world.callers.indices.contains(caller) else { return nil }
        let model = ModelName(provider: provider.name, id: request.model)
        guard let place = world.places(of: model).first(where: { $0.name == key }) else { return nil }
        self.request = request
        self.caller = caller
        self.model = model
        self.place = place
        let last = (request.body["messages"] ?? request.body["input"])?.arrayValue?.last
        beginning = last?["role"]?.stringValue == "assistant" ? Self.text(of: last?["content"]) : nil
    }

    /// The number that stands in the prompt.
    private static func caller(in body: [UInt8]) -> Int? {
        let mark = Array("caller-".utf8)
        var place = 0
        while let found = body[place...].firstIndex(of: mark[0]) {
            if body[found...].starts(with: mark) {
                return Int(String(decoding: body[(found + mark.count)...].prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self))
            }
            place = found + 1
        }
        return nil
    }

    private static func text(of content: JSONValue?) -> String {
        content?.stringValue ?? (content?.arrayValue ?? []).compactMap { $0["text"]?.stringValue }.joined()
    }
}
