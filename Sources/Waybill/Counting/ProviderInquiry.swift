import WaybillInterchange
import WaybillProviderAdapters
import WaybillRoutePlanning

/// Asks a provider, once, how many tokens it counts.
///
/// It goes by a key that is well, waits for a slot like any other request, and counts as a request in its account's limits. What it meets says
/// nothing of the model.
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
        let timer = context.time.schedule(at: deadline) { mailbox.post(.timer) }
        defer { timer.cancel() }
        let (way, authorization) = try await readableWay()
        let permit = try await permit(on: way, mailbox)
        defer { context.traffic.finish(permit, used: 0, wasSent: true, at: context.time.now) }
        let exchange = SingleExchange(transport: endpoint.transport, context: context, model: candidate.model, tooLate: tooLate)
        let (head, body) = try await exchange.answer(to: try wire(encoded, authorization), mailbox)
        guard (200..<300).contains(head.status) else {
            throw endpoint.adapter.failure(status: head.status, headers: head.headers, body: Array(body.prefix(Self.errorBodyLimit)))
        }
        return try endpoint.adapter.decodeCount(body)
    }

    /// The first way with a key that can be read, of those that are well first, and the header that carries the key.
    private func readableWay(isolation: isolated (any Actor)? = #isolation) async throws(ModelFailure) -> (Way, HeaderField?) {
        let now = context.time.now
        let isWell = endpoint.ways.map { context.health.obstacle(of: $0, at: now) == nil }
        let ways = zip(endpoint.ways, isWell)
        var first: ModelFailure?
        for way in ways.filter(\.1).map(\.0) + ways.filter({ !$0.1 }).map(\.0) {
            guard let credential = way.credential else { return (way, nil) }
            do throws(ModelFailure) {
                let left = deadline - context.time.now
                let authorization = try await endpoint.authorization(credential, secrets: context.secrets, within: left)
                return (way, authorization)
            } catch {
                first = first ?? error
            }
        }
        throw first ?? tooLate
    }

    /// Waits for the right to send.
    private func permit(
        on way: Way, _ mailbox: CallMailbox, isolation: isolated (any Actor)? = #isolation
    ) async throws -> Permit {
        let now = context.time.now
        switch context.traffic.enter(way.traffic, tokens: 0, at: now, onGo: { mailbox.post(.admitted($0)) }) {
        case .go(let permit): return permit
        case .paused(let end):
            let wait = end - now
            throw ModelFailure(
                .rateLimited, scope: .model, "Its provider asked to wait; try again in \(wait.shortText).", model: candidate.model,
                retryAfter: wait)
        case .wait(let number, _, _):
            do {
                return try await admission(mailbox)
            } catch {
                context.traffic.leave(number, way.traffic, at: context.time.now)
                throw error
            }
        }
    }

    private func admission(_ mailbox: CallMailbox, isolation: isolated (any Actor)? = #isolation) async throws -> Permit {
        var inbox: [CallMailbox.Message] = []
        while true {
            await mailbox.takeAll(into: &inbox)
            for message in inbox {
                switch message {
                case .cancelled: throw CancellationError()
                case .closing: throw CallsUnderWay.closed
                case .timer: throw tooLate
                case .admitted(let number): if let permit = context.traffic.collect(number) { return permit }
                case .key, .funds, .transport: break
                }
            }
        }
    }

    private var tooLate: ModelFailure {
        ModelFailure(.deadline, scope: .model, "The deadline passed without a count.", model: candidate.model)
    }

    private func wire(_ encoded: EncodedRequest, _ authorization: HeaderField?) throws(ModelFailure) -> TransportRequest {
        var wire = endpoint.transportRequest(encoded)
        if let authorization { wire.headers.append(authorization) }
        let left = deadline - context.time.now
        guard left > .zero else { throw tooLate }
        wire.connectLimit = min(candidate.connect, left)
        wire.totalLimit = left
        return wire
    }
}
