import LoopbackServer
import Waybill

extension SocketFault {
    /// What goes wrong over HTTP/1.1.
    static let all = errors + connections + silences + answers

    /// A fault of both providers.
    private static func both(
        _ description: String, attempts: [Attempt], failure: FailureKind, _ reply: @escaping @Sendable (SocketScene) -> Reply
    ) -> SocketFault {
        SocketFault(description: description, attempts: attempts, failure: failure, doing: .plain(reply))
    }

    /// A fault of the first provider, once or always.
    private static func first(
        _ description: String, isOnce: Bool = false, attempts: [Attempt], _ reply: @escaping @Sendable (SocketScene) -> Reply
    ) -> SocketFault {
        SocketFault(
            description: description, attempts: attempts,
            doing: .plain { $0.provider == 0 && (!isOnce || $0.turn == 1) ? reply($0) : nil })
    }

    // MARK: Errors that a provider sends

    private static let date = ("date", "Sat, 21 Nov 2026 23:59:59 GMT")

    private static let errors = [
        first("429 for a moment", isOnce: true, attempts: [.first(.rateLimited), .first()]) { $0.rateLimit(("Retry-After", "0.05")) },
        first("429 for a second, as a date", isOnce: true, attempts: [.first(.rateLimited), .first()]) {
            $0.rateLimit(date, ("Retry-After", "Sun, 22 Nov 2026 00:00:00 GMT"))
        },
        first("429 for an hour, in seconds", attempts: [.first(.rateLimited), .second()]) { $0.rateLimit(("Retry-After", "3600")) },
        first("429 for an hour, as a date", attempts: [.first(.rateLimited), .second()]) {
            $0.rateLimit(date, ("Retry-After", "Sun, 22 Nov 2026 00:59:59 GMT"))
        },
        first("endless 429", attempts: [.first(.rateLimited), .first(.rateLimited), .second()]) { $0.rateLimit() },
        both(
            "endless 429 everywhere",
            attempts: [.first(.rateLimited), .first(.rateLimited), .second(.rateLimited), .second(.rateLimited)], failure: .rateLimited
        ) { $0.rateLimit(("Retry-After", "0.02")) },
        first("one 500", isOnce: true, attempts: [.first(.serverError), .first()]) { $0.error(500, code: "server_error") },
        first("endless 503", attempts: [.first(.overloaded), .first(.overloaded), .second()]) {
            $0.error(503, code: "server_is_overloaded")
        },
        both(
            "endless 503 everywhere",
            attempts: [.first(.overloaded), .first(.overloaded), .second(.overloaded), .second(.overloaded)], failure: .overloaded
        ) { $0.error(503, code: "server_is_overloaded") },
        first("400, too long", attempts: [.first(.contextOverflow), .second()]) { $0.error(400, code: "context_length_exceeded") },
        first("400, content policy", attempts: [.first(.contentPolicy)]) { $0.error(400, code: "content_policy_violation") }
            .with { $0.failure = .contentPolicy },
        SocketFault(
            description: "400, prefill refused", manners: [.streamed], features: [.prefill],
            attempts: [.first(.cut), .second(.unsupported), .first()],
            doing: .plain { scene in
                guard scene.provider == 1 else { return scene.turn == 1 ? scene.begun(then: .hangUp) : nil }
                return .text(
                    #"{"error":{"message":"PLANTED: this model does not support assistant message prefill","type":"invalid_request_error"}}"#,
                    status: 400, headers: [("content-type", "application/json")])
            }),
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
            .with {
                $0.attemptsAfterContent = [.first(.cut), .second()]
                $0.contents = AnswerContent.allCases
            },
        first("cut with RST", attempts: [.first(.cut), .first(.cut), .second()]) { $0.begun(then: .reset) }
            .with {
                $0.attemptsAfterContent = [.first(.cut), .second()]
                $0.contents = AnswerContent.allCases
            },
        first("3 MB of request", isOnce: true, attempts: [.first(.overloaded), .first()]) {
            $0.error(503, code: "server_is_overloaded")
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
                $0.contents = AnswerContent.allCases
            },
        first("kept open after the end", attempts: [.first()]) { $0.opened(then: .text($0.bytes.body), .silence) }
            .with { $0.manners = [.collected, .streamed] },
        first("slow dribble", attempts: [.first()]) { $0.opened(then: .dribble(Array($0.bytes.body.utf8))) },
    ]

    // MARK: Answers that are odd, or none

    private static let answers = [
        first("malformed event", attempts: [.first()]) { $0.answer("data: {broken\n\n" + $0.bytes.body) }
            .with { $0.manners = [.collected, .streamed] },
        first("no [DONE]", attempts: [.first()]) { $0.answer($0.bytes.bodyWithoutLastEvent) }
            .with {
                $0.apis = [.openAIChat]
                $0.manners = [.collected, .streamed]
            },
        first("gzip", attempts: [.first()]) {
            .respond(headers: [("content-encoding", "gzip")], body: Gzip.stored(Array($0.bytes.body.utf8)))
        },
        first("of another type", attempts: [.first()]) { $0.answer($0.bytes.body, type: "text/html") },
        first("a document called a stream, a stream called a document", attempts: [.first()]) {
            $0.answer($0.bytes.body, type: $0.bytes.manner == .document ? "text/event-stream" : "application/json")
        },
        first("error inside a 200", attempts: [.first(.serverError), .first(.serverError), .second()]) { $0.answer($0.bytes.errorInside) },
        first("error after content", attempts: [.first(.serverError), .first(.serverError), .second()]) {
            $0.begun(then: .text($0.bytes.errorInside))
        }
        .with {
            $0.manners = [.collected, .streamed]
            $0.contents = AnswerContent.allCases
            $0.attemptsAfterContent = [.first(.serverError), .second()]
        },
        first("huge event", attempts: [.first()]) { scene in
            let metadata = #""metadata":{"x":"\#(String(repeating: "x", count: 2 << 20))"},"#
            return scene.answer(scene.bytes.body.replacing(#""model":"#, with: "\(metadata)\"model\":", maxReplacements: 1))
        },
    ]
}
