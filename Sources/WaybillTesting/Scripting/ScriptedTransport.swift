import Synchronization
import Waybill
public import WaybillInterchange
public import WaybillRoutes

/// A transport that answers in process as its providers' scripts say, and keeps every request.
///
/// All waiting goes through its source of time, and every event is told from one of that source's actions: with a ``VirtualTime`` a test
/// decides when anything happens.
public final class ScriptedTransport: Transport {
    private let providers: [ScriptedProvider]
    /// What is done at an address that is none of the providers'.
    private let respondElsewhere: @Sendable (RecordedRequest) -> ScriptedResponse
    private let time: any TimeSource
    private let stage: ExchangeStage
    private let recorded = Mutex<[RecordedRequest]>([])

    private init(
        _ providers: [ScriptedProvider], time: any TimeSource, elsewhere: @escaping @Sendable (RecordedRequest) -> ScriptedResponse
    ) {
        self.providers = providers
        self.time = time
        respondElsewhere = elsewhere
        stage = ExchangeStage(time: time)
    }

    /// Creates a transport that reaches these providers and nobody else.
    public convenience init(_ providers: [ScriptedProvider], time: any TimeSource) {
        self.init(providers, time: time) { _ in .failure(.resolve) }
    }

    /// Creates a transport that plays a rehearsal script: each request to any address takes its next step; after the last comes the first.
    public convenience init(_ script: RehearsalScript, time: any TimeSource) {
        self.init(time: time) { request in
            script.steps.isEmpty ? .answer("") : .step(script.steps[(request.number - 1) % script.steps.count])
        }
    }

    /// Creates a transport that decides by the request, whatever its address.
    public convenience init(time: any TimeSource, respond: @escaping @Sendable (RecordedRequest) -> ScriptedResponse) {
        self.init([], time: time, elsewhere: respond)
    }

    /// Every request so far, in the order in which they were started.
    public var requests: [RecordedRequest] { recorded.withLock(\.self) }

    /// Starts an exchange with the provider at the request's address.
    public func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        let provider = providers.first { request.url.hasPrefix("\($0.provider.baseURL)/") }
        let (place, record) = keep(request, to: provider?.provider.name)
        let response = (provider?.respond ?? respondElsewhere)(record)
        let stamp = RehearsalStamp(number: place + 1, created: Int(time.unixTime.components.seconds))
        let exchange = stage.play(response.cues(for: request, stamp: stamp), for: request) { [weak self] event in
            self?.note(event, of: place)
            onEvent(event)
        }
        return RecordedExchange(exchange: exchange) { [weak self] in self?.noteCancellation(of: place) }
    }

    private func keep(_ request: TransportRequest, to provider: String?) -> (place: Int, RecordedRequest) {
        let now = time.now
        return recorded.withLock { recorded in
            let number = recorded.count { $0.provider == provider } + 1
            let record = RecordedRequest(number: number, time: now, provider: provider, request: request)
            recorded.append(record)
            return (recorded.count - 1, record)
        }
    }

    private func note(_ event: TransportEvent, of place: Int) {
        switch event {
        case .head, .body: break
        case .end, .failed: recorded.withLock { $0[place].isOver = true }
        }
    }

    private func noteCancellation(of place: Int) {
        recorded.withLock { recorded in
            if !recorded[place].isOver { recorded[place].wasCancelled = true }
        }
    }

    /// Ends what is under way; what is started later fails at once.
    public func close() { stage.close() }

    private struct RecordedExchange: TransportExchange {
        let exchange: any TransportExchange
        let onCancel: @Sendable () -> Void

        func consumed(_ count: Int) { exchange.consumed(count) }

        func cancel() {
            onCancel()
            exchange.cancel()
        }
    }
}
