import LoopbackServer
import Waybill

/// A way in which a server fails a client, on a route over two providers at one server, and what must come of it.
struct SocketFault: Sendable, CustomStringConvertible {
    /// What an attempt must be in the report.
    struct Attempt: Hashable, CustomStringConvertible {
        let provider: String
        let failure: FailureKind?

        var description: String { "\(provider) \(failure?.rawValue ?? "answered")" }

        static func first(_ failure: FailureKind? = nil) -> Attempt { Attempt(provider: "p0", failure: failure) }
        static func second(_ failure: FailureKind? = nil) -> Attempt { Attempt(provider: "p1", failure: failure) }
    }

    /// What goes wrong.
    let description: String
    var apis: [ProviderAPI] = [.openAIResponses, .openAIChat]
    var manners = CallManner.allCases
    var prompt = "Where is order 1207?"
    /// Whether the connection served before.
    var isConnectionUsed = false
    /// Features of the second provider's model.
    var features: [Feature] = []
    /// The clocks of the first provider, where it is to be silent; the others have time enough for any machine.
    var clocks = Clocks()
    /// The attempts that the report must list and the server must have received.
    let attempts: [Attempt]
    /// The attempts where content was handed over before the fault, if they are others.
    var attemptsAfterContent: [Attempt]?
    /// What the call ends with; `nil`: a good answer.
    var failure: FailureKind?
    /// What the server does; `nil`: it answers well.
    let reply: @Sendable (SocketScene) -> Reply?

    func attempts(_ manner: CallManner) -> [Attempt] { manner == .streamed ? attemptsAfterContent ?? attempts : attempts }
}

extension SocketFault {
    static let all = errors + connections + silences + answers

    /// A fault of the first provider, once or always.
    private static func first(
        _ description: String, isOnce: Bool = false, attempts: [Attempt], _ reply: @escaping @Sendable (SocketScene) -> Reply
    ) -> SocketFault {
        SocketFault(description: description, attempts: attempts) {
            $0.provider == 0 && (!isOnce || $0.turn == 1) ? reply($0) : nil
        }
    }

    /// The same fault with something changed.
    private func with(_ change: (inout SocketFault) -> Void) -> SocketFault {
        var fault = self
        change(&fault)
        return fault
    }

    // MARK: Errors that a provider sends

    private static let date = ("date", "Sat, 21 Nov 2026 23:59:59 GMT")

    private static func rateLimit(_ scene: SocketScene, _ headers: (String, String)...) -> Reply {
        scene.wire.error(429, code: "rate_limit_exceeded", type: "rate_limit_error", headers: headers)
    }

    private static let errors = [
        first("429 for a moment", isOnce: true, attempts: [.first(.rateLimited), .first()]) { rateLimit($0, ("Retry-After", "0.05")) },
        first("429 for a second, as a date", isOnce: true, attempts: [.first(.rateLimited), .first()]) {
            rateLimit($0, date, ("Retry-After", "Sun, 22 Nov 2026 00:00:00 GMT"))
        }
        .with { $0.manners = [.collected] },
        first("429 for an hour, in seconds", attempts: [.first(.rateLimited), .second()]) { rateLimit($0, ("Retry-After", "3600")) },
        first("429 for an hour, as a date", attempts: [.first(.rateLimited), .second()]) {
            rateLimit($0, date, ("Retry-After", "Sun, 22 Nov 2026 00:59:59 GMT"))
        },
        first("endless 429", attempts: [.first(.rateLimited), .first(.rateLimited), .second()]) { rateLimit($0) },
        SocketFault(
            description: "endless 429 everywhere",
            attempts: [.first(.rateLimited), .first(.rateLimited), .second(.rateLimited), .second(.rateLimited)],
            failure: .rateLimited
        ) { rateLimit($0, ("Retry-After", "0.02")) },
        first("one 500", isOnce: true, attempts: [.first(.serverError), .first()]) { $0.wire.error(500, code: "server_error") },
        first("endless 503", attempts: [.first(.overloaded), .first(.overloaded), .second()]) {
            $0.wire.error(503, code: "server_is_overloaded")
        },
        SocketFault(
            description: "endless 503 everywhere",
            attempts: [.first(.overloaded), .first(.overloaded), .second(.overloaded), .second(.overloaded)], failure: .overloaded
        ) { $0.wire.error(503, code: "server_is_overloaded") },
        first("400, too long", attempts: [.first(.contextOverflow), .second()]) { $0.wire.error(400, code: "context_length_exceeded") },
        first("400, content policy", attempts: [.first(.contentPolicy)]) { $0.wire.error(400, code: "content_policy_violation") }
            .with { $0.failure = .contentPolicy },
        SocketFault(
            description: "400, prefill refused", apis: [.openAIChat], manners: [.streamed], features: [.prefill],
            attempts: [.first(.cut), .second(.unsupported), .first()]
        ) { scene in
            if scene.provider == 1 {
                return .text(
                    #"{"error":{"message":"PLANTED: this model does not support assistant message prefill","type":"invalid_request_error"}}"#,
                    status: 400, headers: [("content-type", "application/json")])
            }
            return scene.turn == 1 ? scene.begun(then: .hangUp) : nil
        },
        first("a page in place of an error", attempts: [.first(.serverError), .first(.serverError), .second()]) { _ in
            .text("<html>PLANTED</html>", status: 502, headers: [("content-type", "text/html")])
        },
    ]

    // MARK: Connections

    private static let connections = [
        first("reset before any byte", isOnce: true, attempts: [.first(.reset), .first()]) { _ in .reset },
        first("closed before any byte", isOnce: true, attempts: [.first(.reset), .first()]) { _ in .hangUp },
        first("always reset before any byte", attempts: [.first(.reset), .first(.reset), .second()]) { _ in .reset },
        first("a reused connection is reset", attempts: [.first(.reset), .first()]) {
            $0.request.indexOnConnection > 1 ? .reset : $0.answer
        }
        .with { $0.isConnectionUsed = true },
        first("a reused connection is closed", attempts: [.first(.reset), .first()]) {
            $0.request.indexOnConnection > 1 ? .hangUp : $0.answer
        }
        .with { $0.isConnectionUsed = true },
        first("cut with FIN", attempts: [.first(.cut), .first(.cut), .second()]) { $0.begun(then: .hangUp) }
            .with { $0.attemptsAfterContent = [.first(.cut), .second()] },
        first("cut with RST", attempts: [.first(.cut), .first(.cut), .second()]) { $0.begun(then: .reset) }
            .with { $0.attemptsAfterContent = [.first(.cut), .second()] },
        first("3 MB of request", isOnce: true, attempts: [.first(.overloaded), .first()]) {
            $0.wire.error(503, code: "server_is_overloaded")
        }
        .with { $0.prompt = String(repeating: "Where is order 1207? ", count: 150_000) },
    ]

    // MARK: Silence

    private static let short = Duration.milliseconds(150)

    private static let silences = [
        first("no answer", attempts: [.first(.silence), .second()]) { _ in .silence }
            .with { $0.clocks.firstToken = short },
        first("a head, then silence", attempts: [.first(.silence), .second()]) { $0.opened(then: .silence) }
            .with { $0.clocks.firstToken = short },
        first("half a document, then silence", attempts: [.first(.silence), .second()]) { $0.begun(then: .silence) }
            .with {
                $0.clocks.firstToken = short
                $0.manners = [.document]
            },
        first("stall", attempts: [.first(.stall), .second()]) { $0.begun(then: .silence) }
            .with {
                $0.clocks.stall = short
                $0.manners = [.collected, .streamed]
            },
        first("kept open after the end", attempts: [.first()]) { $0.opened(then: .text($0.body), .silence) }
            .with { $0.manners = [.collected, .streamed] },
        first("slow dribble", attempts: [.first()]) { $0.opened(then: .dribble(Array($0.body.utf8))) },
    ]

    // MARK: Answers that are odd, or none

    private static let answers = [
        first("malformed event", attempts: [.first()]) { $0.answer("data: {broken\n\n" + $0.body) }
            .with { $0.manners = [.collected, .streamed] },
        first("no [DONE]", attempts: [.first()]) { $0.answer($0.wire.delta(SocketScene.text) + $0.wire.end(SocketScene.text)[0]) }
            .with {
                $0.apis = [.openAIChat]
                $0.manners = [.collected, .streamed]
            },
        first("gzip", attempts: [.first()]) {
            .respond(headers: [("content-encoding", "gzip")], body: Gzip.stored(Array($0.body.utf8)))
        },
        first("of another type", attempts: [.first()]) { $0.answer($0.body, type: "text/html") },
        first("a document called a stream, a stream called a document", attempts: [.first()]) {
            $0.answer($0.body, type: $0.manner == .document ? "text/event-stream" : "application/json")
        },
        first("error inside a 200", attempts: [.first(.serverError), .first(.serverError), .second()]) { $0.answer($0.errorInside) },
        first("error after content", attempts: [.first(.serverError), .first(.serverError), .second()]) {
            $0.begun(then: .text($0.errorInside))
        }
        .with {
            $0.manners = [.collected, .streamed]
            $0.attemptsAfterContent = [.first(.serverError), .second()]
        },
        first("huge event", attempts: [.first()]) { scene in
            let metadata = #""metadata":{"x":"\#(String(repeating: "x", count: 2 << 20))"},"#
            return scene.answer(scene.body.replacing(#""model":"#, with: "\(metadata)\"model\":"))
        },
    ]
}
