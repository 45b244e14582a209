import WaybillInterchange
import WaybillProviderAdapters
import WaybillRoutePlanning

/// Asks a provider, once, how many tokens it counts.
struct ProviderInquiry {
    /// How much of an error's body is read.
    private static let errorBodyLimit = 64 << 10

    let endpoint: Endpoint
    let candidate: PlannedCandidate
    let context: CallContext
    let deadline: Duration

    /// Sends the question and reads the answer.
    func count(_ encoded: EncodedRequest, isolation: isolated (any Actor)? = #isolation) async throws -> Int {
        let mailbox = CallMailbox()
        context.underWay.begin(mailbox)
        defer { context.underWay.end(mailbox) }
        let (head, body) = try await answer(to: try await wire(encoded), mailbox)
        guard (200..<300).contains(head.status) else {
            throw endpoint.adapter.failure(status: head.status, headers: head.headers, body: Array(body.prefix(Self.errorBodyLimit)))
        }
        return try endpoint.adapter.decodeCount(body)
    }

    private func wire(_ encoded: EncodedRequest, isolation: isolated (any Actor)? = #isolation) async throws(ModelFailure)
        -> TransportRequest
    {
        var wire = endpoint.transportRequest(encoded)
        let left = deadline - context.time.now
        if let credential = endpoint.provider.credentials.first,
            let field = try await endpoint.authorization(credential, secrets: context.secrets, within: left)
        {
            wire.headers.append(field)
        }
        wire.connectLimit = min(candidate.connect, left)
        wire.totalLimit = left
        return wire
    }

    private func answer(
        to request: TransportRequest, _ mailbox: CallMailbox, isolation: isolated (any Actor)? = #isolation
    ) async throws -> (TransportResponseHead, [UInt8]) {
        try Task.checkCancellation()
        let time = context.time
        let timer = time.schedule(at: deadline) { mailbox.post(.timer) }
        let exchange = endpoint.transport.start(request) { mailbox.post(.transport(attempt: 1, $0, at: time.now)) }
        defer {
            timer.cancel()
            exchange.cancel()
        }
        var head: TransportResponseHead?
        var body: [UInt8] = []
        var inbox: [CallMailbox.Message] = []
        while true {
            await mailbox.takeAll(into: &inbox)
            for message in inbox {
                switch message {
                case .cancelled: throw CancellationError()
                // Counts wait in no line, have read their key before, and one that is being answered comes to its end.
                case .admitted, .key, .closing: break
                case .timer:
                    throw ModelFailure(.deadline, scope: .model, "The deadline passed without a count.", model: candidate.model)
                case .transport(_, .head(let came), _): head = came
                case .transport(_, .body(let bytes), _):
                    exchange.consumed(bytes.count)
                    body += bytes
                case .transport(_, .end, _):
                    guard let head else { throw lost(TransportFailure(.reset, detail: "")) }
                    return (head, body)
                case .transport(_, .failed(let failure), _): throw lost(failure)
                }
            }
        }
    }

    private func lost(_ failure: TransportFailure) -> ModelFailure {
        failure.kind == .cancelled && context.underWay.stage == .closed
            ? CallsUnderWay.closed : ModelFailure(transport: failure, model: candidate.model)
    }
}
