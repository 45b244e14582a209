import LoopbackServer
import Waybill

extension SocketFault {
    /// A fault of the first provider, once or always.
    private static func first(
        _ description: String, isOnce: Bool = false, attempts: [Attempt],
        _ steps: @escaping @Sendable (HTTP2Scene) -> [HTTP2Server.Step]
    ) -> SocketFault {
        // No call makes more attempts than that.
        SocketFault(
            description: description, attempts: attempts,
            doing: .multiplexed { Array(repeating: steps($0), count: isOnce ? 1 : 6) })
    }

    /// A fault that meets a connection which has served a request before, and only there.
    private static func reused(
        _ description: String, attempts: [Attempt], _ steps: @escaping @Sendable (HTTP2Scene) -> [HTTP2Server.Step]
    ) -> SocketFault {
        SocketFault(description: description, attempts: attempts, doing: .multiplexed { [$0.answer, steps($0)] })
            .with { $0.isConnectionUsed = true }
    }

    static let http2Errors = [
        first("429 for a moment", isOnce: true, attempts: [.first(.rateLimited), .first()]) {
            $0.error(429, code: "rate_limit_exceeded", headers: ["retry-after": "0.05"])
        },
        first("429 for an hour", attempts: [.first(.rateLimited), .second()]) {
            $0.error(429, code: "rate_limit_exceeded", headers: ["retry-after": "3600"])
        },
        first("endless 503", attempts: [.first(.overloaded), .first(.overloaded), .second()]) {
            $0.error(503, code: "server_is_overloaded")
        },
        SocketFault(
            description: "endless 503 everywhere",
            attempts: [.first(.overloaded), .first(.overloaded), .second(.overloaded), .second(.overloaded)], failure: .overloaded,
            doing: .multiplexedAlways { $0.error(503, code: "server_is_overloaded") }),
    ]

    static let http2Streams =
        HTTP2Server.ErrorCode.allCases.flatMap { code in
            [
                first("a stream is reset before its head (\(code))", isOnce: true, attempts: [.first(.reset), .first()]) { _ in
                    [.reset(code)]
                },
                first("a stream is reset after content (\(code))", attempts: [.first(.cut), .first(.cut), .second()]) {
                    $0.begun(then: .reset(code))
                }
                .with {
                    $0.attemptsAfterContent = [.first(.cut), .second()]
                    if code == .noError { $0.manners = [.collected, .streamed] }
                },
            ]
        } + [
            first("a stream is reset in the middle", attempts: [.first(.cut), .first(.cut), .second()]) {
                $0.begun(then: .reset(.internalError))
            }
            .with {
                $0.attemptsAfterContent = [.first(.cut), .second()]
                $0.contents = AnswerContent.allCases
            },
            // libcurl takes this for an end in order.
            first(
                "half a document, and no error", attempts: [.first(.malformedAnswer), .first(.malformedAnswer), .second()]
            ) { $0.begun(then: .reset(.noError)) }
            .with { $0.manners = [.document] },
            first("every stream is refused", attempts: [.first(.reset), .first(.reset), .second()]) { _ in [.reset(.refusedStream)] },
            reused("a stream is refused on a reused connection", attempts: [.first(.reset), .first()]) { _ in [.reset(.refusedStream)] },
            reused("a stream is reset on a reused connection", attempts: [.first(.reset), .first()]) { _ in [.reset(.internalError)] },
            first("no answer", attempts: [.first(.silence), .second()]) { _ in [] }
                .with { $0.clocks.firstToken = short },
            first("a head, then silence", attempts: [.first(.silence), .second()]) { $0.opened() }
                .with { $0.clocks.firstToken = short },
            first("stall", attempts: [.first(.stall), .second()]) { $0.begun() }
                .with {
                    $0.clocks.stall = short
                    $0.manners = [.collected, .streamed]
                },
        ]

    private static let short = Duration.milliseconds(150)

    static let http2Connections = [
        reused("GOAWAY before the request", attempts: [.first(.reset), .first()]) { _ in [.goAway(accepts: false)] },
        first("GOAWAY in the middle, and the answer goes on", attempts: [.first()]) { $0.interrupted(by: .goAway(accepts: true)) },
        first("GOAWAY in the middle, and no more", attempts: [.first(.cut), .first(.cut), .second()]) {
            $0.begun(then: .goAway(.enhanceYourCalm, accepts: true), .hangUp)
        }
        .with { $0.attemptsAfterContent = [.first(.cut), .second()] },
        first("a connection dies before any byte", isOnce: true, attempts: [.first(.reset), .first()]) { _ in [.resetConnection] },
        reused("a reused connection is closed", attempts: [.first(.reset), .first()]) { _ in [.hangUp] },
        reused("a reused connection is reset", attempts: [.first(.reset), .first()]) { _ in [.resetConnection] },
        first("cut with FIN", attempts: [.first(.cut), .first(.cut), .second()]) { $0.begun(then: .hangUp) }
            .with { $0.attemptsAfterContent = [.first(.cut), .second()] },
        first("cut with RST", attempts: [.first(.cut), .first(.cut), .second()]) {
            $0.begun(then: .pause(milliseconds: 30), .resetConnection)
        }
        .with { $0.attemptsAfterContent = [.first(.cut), .second()] },
        first("3 MB of request", isOnce: true, attempts: [.first(.overloaded), .first()]) {
            $0.error(503, code: "server_is_overloaded")
        }
        .with {
            $0.prompt = String(repeating: "Where is order 1207? ", count: 150_000)
            $0.manners = [.streamed]
        },
    ]
}
