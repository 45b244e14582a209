import WaybillInterchange
import WaybillRoutes

extension ModelRouter {
    /// The most bytes of a list of models.
    private static let longestList = 4 << 20
    /// The most bytes of an error that are looked at.
    private static let longestError = 64 << 10

    /// Asks a provider which models it offers: one exchange, with the first of its keys that can be read, without retry.
    ///
    /// What it says changes nothing of the routes in force; compare it with the provider's file.
    ///
    /// - Parameters:
    ///   - provider: The provider's name; it need not be used by any route.
    ///   - limit: How long all of it may take, a command for the key included.
    /// - Returns: The models by the bytes of their ids.
    /// - Throws: ``ModelFailure`` where there is no such provider, it cannot be asked, or what came is no list; `CancellationError` when the
    ///   calling task was cancelled.
    public func offeredModels(of provider: String, within limit: Duration = .seconds(10)) async throws -> [OfferedModel] {
        guard context.underWay.stage == .open else { throw CallsUnderWay.closed }
        guard let provider = table.providers[provider] else {
            throw ModelFailure(.invalidRequest, scope: .request, "There is no provider '\(provider)' in the files.")
        }
        guard provider.api != .rehearsal else {
            throw ModelFailure(.unsupported, scope: .capability, "A rehearsal answers in process and has no list of models.")
        }
        let mailbox = CallMailbox()
        context.underWay.begin(mailbox)
        defer { context.underWay.end(mailbox) }
        let deadline = context.time.now + limit
        let timer = context.time.schedule(at: deadline) { mailbox.post(.timer) }
        defer { timer.cancel() }
        let endpoint = Endpoint(
            provider: provider, model: Model(id: "models"), transport: transports.transport(for: provider), ways: [])
        let accept = provider.headers.contains { $0.hasName("Accept") } ? [] : [HeaderField("Accept", "application/json")]
        var request = endpoint.transportRequest(
            EncodedRequest(method: "GET", path: "/models", headers: accept + provider.headers, body: []))
        if let authorization = try await authorization(at: endpoint, until: deadline) { request.headers.append(authorization) }
        let tooLate = ModelFailure(.deadline, scope: .provider, "The provider gave no list of its models within \(limit.shortText).")
        request.totalLimit = deadline - context.time.now
        guard request.totalLimit > .zero else { throw tooLate }
        request.connectLimit = min(provider.clocks.connect ?? .seconds(5), request.totalLimit)
        request.maximumResponseBytes = Self.longestList
        let exchange = SingleExchange(transport: endpoint.transport, context: context, model: nil, tooLate: tooLate)
        let (head, body) = try await exchange.answer(to: request, mailbox)
        guard head.status != 404 else {
            throw ModelFailure(
                .unsupported, scope: .provider, "The provider has no list of its models; check base_url in the provider file.", status: 404)
        }
        guard (200..<300).contains(head.status) else {
            var failure = endpoint.adapter.failure(
                status: head.status, headers: head.headers, body: Array(body.prefix(Self.longestError)))
            failure.model = nil
            throw failure
        }
        return try Self.models(in: body)
    }

    private func authorization(at endpoint: Endpoint, until deadline: Duration) async throws(ModelFailure) -> HeaderField? {
        var first: ModelFailure?
        for credential in endpoint.provider.credentials {
            do throws(ModelFailure) {
                return try await endpoint.authorization(credential, secrets: context.secrets, within: deadline - context.time.now)
            } catch {
                first = first ?? error
            }
        }
        if var first {
            first.model = nil
            throw first
        }
        return nil
    }

    private static func models(in body: [UInt8]) throws(ModelFailure) -> [OfferedModel] {
        do {
            if let models = OfferedModel.list(in: try JSONReader.read(body)) { return models }
        } catch {
            // What is no JSON is no list either.
        }
        throw ModelFailure(.malformedAnswer, scope: .provider, "What came is no list of models; check base_url in the provider file.")
    }
}
