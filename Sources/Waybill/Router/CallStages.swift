import Synchronization
public import WaybillInterchange
import WaybillPromptCaching
public import WaybillRoutePlanning
public import WaybillRoutes

/// The stages of a call, each by itself: for benchmarks.
@_spi(Benchmarks)
public final class CallStages: Sendable {
    private let setup: RouterSetup
    private let transports: RouterTransports

    /// Takes routes and makes of them what a router would.
    public init(table: RouteTable) {
        transports = RouterTransports(network: nil, time: SystemTime())
        setup = RouterSetup(table: table, transports: transports)
    }

    deinit { transports.close() }

    /// The canonical form of a request.
    public func prepare(_ request: ModelRequest) -> PreparedRequest { PromptPreparation().prepare(request) }

    /// The tokens of a prepared request for all candidates of its route's own branch: what planning counts; `nil` where its workload has no route.
    public func countTokens(of request: PreparedRequest) -> RequestCounts? {
        guard let entry = setup.route(for: request.request.workload) else { return nil }
        return setup.planner.branches(of: entry.route.workload).last.map { setup.planner.counts(of: request, for: $0) }
    }

    /// The plan for a prepared request with every model well; `nil` where its workload has no route.
    ///
    /// - Parameter counts: What of its tokens was counted before.
    public func plan(_ request: PreparedRequest, counts: RequestCounts = RequestCounts()) -> RoutePlan? {
        guard let entry = setup.route(for: request.request.workload),
            var choice = setup.planner.branch(for: request, route: entry.route.workload)
        else {
            return nil
        }
        choice.counts = counts
        return setup.planner.plan(request, by: choice, health: HealthSnapshot(), today: "2026-01-01")
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
        let reader = AttemptReader(adapter: endpoint.adapter, outputLimit: nil)
        reader.open(TransportResponseHead(status: 200, headers: [HeaderField("Content-Type", "text/event-stream")]))
        var events: [AnswerEvent] = []
        for piece in pieces {
            events.removeAll(keepingCapacity: true)
            try reader.read(piece, into: &events)
        }
        return try reader.end(into: &events)
    }
}
