import WaybillInterchange
import WaybillProviderAdapters

/// One exchange outside of any call's attempts: sent once, its answer collected.
struct SingleExchange {
    let transport: any Transport
    let context: CallContext
    /// Whom failures speak of; `nil`: no model alone.
    let model: ModelName?
    /// What it fails with when the timer rings.
    let tooLate: ModelFailure

    /// Sends a request and waits for the end of its answer.
    ///
    /// - Parameter mailbox: Where the timer, the router's end and what the transport brings are told.
    func answer(
        to request: TransportRequest, _ mailbox: CallMailbox, isolation: isolated (any Actor)? = #isolation
    ) async throws -> (TransportResponseHead, [UInt8]) {
        try Task.checkCancellation()
        let time = context.time
        let exchange = transport.start(request) { mailbox.post(.transport(attempt: 1, $0, at: time.now)) }
        defer { exchange.cancel() }
        var head: TransportResponseHead?
        var body: [UInt8] = []
        var inbox: [CallMailbox.Message] = []
        while true {
            await mailbox.takeAll(into: &inbox)
            for message in inbox {
                switch message {
                case .cancelled: throw CancellationError()
                // What is being answered comes to its end; key and slot are at hand.
                case .admitted, .key, .funds, .closing: break
                case .timer: throw tooLate
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
            ? CallsUnderWay.closed : ModelFailure(transport: failure, model: model)
    }
}
