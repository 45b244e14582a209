import Synchronization
public import WaybillInterchange
import WaybillPromptCaching
public import WaybillRoutePlanning
public import WaybillRoutes
import WaybillTokenCounting

/// The stages of a call, each by itself: for benchmarks.
@_spi(Benchmarks)
public final class CallStages: Sendable {
    private let setup: RouterSetup
    private let transports: RouterTransports
    private let memo = TextCountMemo()

    /// Takes routes and makes of them what a router would.
    public init(table: RouteTable) {
        transports = RouterTransports(network: nil, time: SystemTime())
        setup = RouterSetup(table: table, transports: transports)
    }

    deinit { transports.close() }

    /// The canonical form of a request.
    public func prepare(_ request: ModelRequest) -> PreparedRequest { PromptPreparation().prepare(request) }

    /// The input tokens of a prepared request, as Chat Completions of a model with this tokenizer would count them.
    ///
    /// Texts that it counted before are remembered.
    public func countTokens(of request: PreparedRequest, tokenizer: String) -> TokenCount {
        RequestCounter(.named(tokenizer), RequestRules(.chat, model: "gpt-4o", tokenizer: tokenizer), memo: memo)
            .count(request, for: ModelName(provider: "any", id: "gpt-4o")).total
    }

    /// The plan for a prepared request with every model well; `nil` where its workload has no route.
    public func plan(_ request: PreparedRequest) -> RoutePlan? {
        setup.table.route(for: request.request.workload)
            .flatMap { setup.planner.branch(for: request, route: $0.workload) }
            .map { setup.planner.plan(request, by: $0, health: HealthSnapshot(), today: "2026-01-01") }
    }

    /// The bytes that a candidate would be sent.
    public func encode(_ request: PreparedRequest, for candidate: PlannedCandidate) -> EncodedRequest? {
        setup.endpoints[candidate.model]?.encode(request, for: candidate)
    }

    /// Sends a request over the transport of a model and waits for the end of the answer.
    ///
    /// - Returns: The size of the answer's body; `nil` where it did not come whole.
    public func exchange(_ request: TransportRequest, with model: ModelName) async -> Int? {
        guard let transport = setup.endpoints[model]?.transport else { return nil }
        let received = Mutex(0)
        return await withCheckedContinuation { continuation in
            _ = transport.start(request) { event in
                switch event {
                case .head: break
                case .body(let bytes): received.withLock { $0 += bytes.count }
                case .end: continuation.resume(returning: received.withLock { $0 })
                case .failed: continuation.resume(returning: nil)
                }
            }
        }
    }

    /// Reads a streamed answer of a model that came in these pieces.
    ///
    /// - Throws: ``ModelFailure`` where it is none.
    public func decode(_ pieces: [[UInt8]], from model: ModelName) throws(ModelFailure) -> Answer? {
        guard let endpoint = setup.endpoints[model] else { return nil }
        var reader = AttemptReader(adapter: endpoint.adapter, outputLimit: nil)
        reader.open(TransportResponseHead(status: 200, headers: [HeaderField("Content-Type", "text/event-stream")]))
        var events: [AnswerEvent] = []
        for piece in pieces {
            events.removeAll(keepingCapacity: true)
            try reader.read(piece, into: &events)
        }
        return try reader.end(into: &events)
    }
}
