import LoopbackServer
import Testing
import Waybill

/// A fault in one API, with one manner of calling and one kind of content.
struct FaultTrial: Sendable, CustomStringConvertible {
    let fault: SocketFault
    let api: ProviderAPI
    let manner: CallManner
    var content = AnswerContent.text

    /// A request in a server's log.
    struct LoggedRequest {
        let path: String
        let bytes: Int
        let id: String?
        let connection: Int
    }

    var description: String { "\(fault), \(api.rawValue), \(manner), \(content)" }

    /// How many calls are made before the one that counts.
    var warmUps: Int { fault.isConnectionUsed ? 1 : 0 }

    /// A good answer.
    func bytes() throws -> AnswerBytes { try AnswerBytes(content, of: api, manner) }

    /// Makes the call.
    func outcome(_ router: ModelRouter) async throws -> StreamOutcome {
        for _ in 0..<warmUps { _ = try await router.respond(to: content.request("Hello")) }
        let request = content.request(fault.prompt)
        if manner == .streamed { return try await StreamOutcome(router.stream(request)) }
        var outcome = StreamOutcome()
        do {
            outcome.response = try await router.respond(to: request)
        } catch let failure as ModelFailure {
            outcome.failure = failure
        }
        return outcome
    }

    /// A route over two providers.
    ///
    /// - Parameters:
    ///   - url: The base URL of a provider.
    ///   - certificate: The authority of their server, where it speaks TLS.
    func router(certificate: String? = nil, _ url: (_ provider: String) -> String) throws -> ModelRouter {
        let providers = (0...1)
            .map { index in
                let name = "p\(index)"
                var model = Model(id: "m-\(index)")
                model.streaming = manner != .document
                model.features = content.features + (index == 1 ? fault.features : [])
                var provider = Provider(name: name, api: api, baseURL: url(name), models: [model])
                provider.certificateAuthorityFile = certificate
                if index == 0 { provider.clocks = fault.clocks }
                return provider
            }
        var route = Route(workload: "w", models: providers.map { ModelName(provider: $0.name, id: $0.models[0].id) })
        route.settings.retry = RetryRule(base: .milliseconds(1), cap: .milliseconds(2))
        route.settings.breaker = .off
        return ModelRouter(table: try RouteTable(providers: providers, routes: [route]))
    }

    /// Holds what came of the call against what must, and against the server's log.
    func check(_ outcome: StreamOutcome, against requests: [LoggedRequest]) {
        let comment = Comment(rawValue: description)
        let attempts = outcome.route?.attempts ?? []
        #expect(attempts.map { .init(provider: $0.model.provider, failure: $0.failure) } == fault.attempts(manner), comment)
        check(attempts, against: Array(requests.dropFirst(warmUps)), comment)
        // Whether a connection is used again is for libcurl to say.
        if warmUps > 0, requests.count > warmUps, requests[0].connection == requests[warmUps].connection {
            #expect(attempts.dropFirst().allSatisfy { $0.waited == .zero }, comment)
        }
        #expect(outcome.failure?.kind == fault.failure, comment)
        if let failure = outcome.failure {
            #expect(!"\(failure)".contains("PLANTED"), comment)
        } else {
            #expect(outcome.response?.text == content.text, comment)
            #expect(outcome.response?.toolCalls == content.calls, comment)
            #expect(outcome.response?.isComplete == true, comment)
            #expect(outcome.response?.validation?.issues.isEmpty ?? true, comment)
            #expect(outcome.response?.model == attempts.last?.model, comment)
            #expect(manner != .streamed || outcome.text == content.text, comment)
            #expect(manner != .streamed || outcome.arguments == content.calls.map(\.arguments).joined(), comment)
        }
    }

    /// As many requests as attempts, to the same models, of the same size; none before its server allowed it.
    ///
    /// Each server's requests are in order; which of two servers read its request first is for the machine's threads to say.
    private func check(_ attempts: [AttemptReport], against requests: [LoggedRequest], _ comment: Comment) {
        #expect(attempts.count == requests.count, comment)
        #expect(attempts.map(\.number) == Array(1..<attempts.count + 1), comment)
        for provider in Set(attempts.map(\.model.provider)) {
            let received = requests.filter { $0.path.contains("/\(provider)/") }
            #expect(attempts.filter { $0.model.provider == provider }.map(\.bytesSent) == received.map(\.bytes), comment)
        }
        #expect(Set(requests.map(\.id)).count == requests.count, comment)
        for (attempt, next) in zip(attempts, attempts.dropFirst()) where attempt.model == next.model {
            #expect(next.started - attempt.ended >= attempt.retryAfter ?? .zero, comment)
        }
    }
}
