import Testing
import Waybill
import WaybillTesting

/// Something that goes wrong before any content, and what becomes of it over HTTP: the same over each API, whole and as a stream.
struct FailureCase: Sendable, CustomTestStringConvertible {
    /// What the client gets.
    enum Outcome: Sendable {
        /// An answer with this text.
        case answer(String, by: String)
        /// An error.
        case error(Int, String?, retryAfter: String? = nil)
    }

    let name: String
    let models: [ScriptedProvider]
    /// More members of the request, each followed by a comma.
    let members: String
    let route: Setting<Route>
    let outcome: Outcome
    /// Who was asked and how it ended, as `x_waybill` tells it.
    let trail: [String]

    var testDescription: String { name }

    init(
        _ name: String, _ models: [ScriptedProvider], asking members: String = "", _ outcome: Outcome, trail: [String],
        route change: @escaping @Sendable (inout Route) -> Void = { _ in }
    ) {
        self.name = name
        self.models = models
        self.members = members
        self.outcome = outcome
        self.trail = trail
        route = Setting { route in
            route.settings.retry = RetryRule(base: .milliseconds(1), cap: .milliseconds(2))
            change(&route)
        }
    }

    /// The model that is asked first; it speaks Chat Completions.
    static func first(_ responses: ScriptedResponse..., silent: Duration? = nil) -> ScriptedProvider {
        var provider = ScriptedProvider("first", speaks: .openAIChat, responses)
        provider.provider.clocks = Clocks(firstToken: silent, stall: silent)
        return provider
    }

    /// The model that stands by; it speaks Responses, and answers.
    static let second = ScriptedProvider("second", speaks: .openAIResponses, [.answer("From the second.")])

    private static let bySecond = Outcome.answer("From the second.", by: "second/model")
}

extension FailureCase {
    static let all = errors + limits + connections + answersThatAreNone + calls

    /// Errors that a provider sends.
    private static let errors = [
        FailureCase(
            "500, then well", [first(.status(500), .answer("Well again."))], .answer("Well again.", by: "first/model"),
            trail: ["first/model server-error 500", "first/model answered 200"]),
        FailureCase(
            "500, and another stands by", [first(.status(500)), second], bySecond,
            trail: ["first/model server-error 500", "first/model server-error 500", "second/model answered 200"]),
        FailureCase(
            "500 to the end", [first(.status(500))], .error(502, "upstream_server_error"),
            trail: ["first/model server-error 500", "first/model server-error 500"]),
        FailureCase(
            "503 to the end", [first(.status(503))], .error(503, "server_is_overloaded"),
            trail: ["first/model overloaded 503", "first/model overloaded 503"]),
        FailureCase(
            "400", [first(.status(400)), second], .error(400, nil), trail: ["first/model invalid-request 400"]),
        FailureCase(
            "content policy", [first(.status(400, code: "content_policy_violation")), second],
            .error(400, "content_policy_violation"), trail: ["first/model content-policy 400"]),
        FailureCase(
            "a parameter that the model does not know", [first(.step(.failure(.unknownParameter("top_p"))))], asking: #""top_p":0.5,"#,
            .answer(RehearsalScript.Answer.fixedText, by: "first/model"),
            trail: ["first/model unsupported 400", "first/model answered 200"]),
        FailureCase(
            "too long, and another stands by", [first(.status(400, code: "context_length_exceeded")), second], bySecond,
            trail: ["first/model context-overflow 400", "second/model answered 200"]),
        FailureCase(
            "too long", [first(.status(400, code: "context_length_exceeded"))], .error(400, "context_length_exceeded"),
            trail: ["first/model context-overflow 400"]),
        FailureCase(
            "a refused key, and another stands by", [first(.status(401)), second], bySecond,
            trail: ["first/model authentication 401", "second/model answered 200"]),
        FailureCase(
            "a refused key", [first(.status(401))], .error(502, "upstream_authentication"), trail: ["first/model authentication 401"]),
        FailureCase(
            "out of funds", [first(.status(429, code: "insufficient_quota"))], .error(502, "upstream_out_of_funds"),
            trail: ["first/model out-of-funds 429"]),
        FailureCase(
            "no such model, and another stands by", [first(.status(404)), second], bySecond,
            trail: ["first/model model-not-found 404", "second/model answered 200"]),
        FailureCase(
            "no such model", [first(.status(404))], .error(502, "upstream_model_not_found"), trail: ["first/model model-not-found 404"]),
        FailureCase(
            "no access", [first(.status(403))], .error(502, "upstream_model_not_found"), trail: ["first/model model-not-found 403"]),
    ]

    /// Rate limits.
    private static let limits = [
        FailureCase(
            "429 with a short Retry-After", [first(.status(429, retryAfter: .milliseconds(20)), .answer("Later.")), second],
            .answer("Later.", by: "first/model"), trail: ["first/model rate-limited 429", "first/model answered 200"]),
        FailureCase(
            "429 with a long Retry-After, and another stands by", [first(.status(429, retryAfter: .seconds(60))), second], bySecond,
            trail: ["first/model rate-limited 429", "second/model answered 200"]),
        FailureCase(
            "429 with a Retry-After of hours", [first(.status(429, retryAfter: .seconds(7_200)))],
            .error(429, "rate_limit_exceeded", retryAfter: "7200"), trail: ["first/model rate-limited 429"]),
        FailureCase(
            "429 without a time", [first(.status(429))], .error(429, "rate_limit_exceeded"),
            trail: ["first/model rate-limited 429", "first/model rate-limited 429"]),
    ]

    /// Connections and silence.
    private static let connections = [
        FailureCase(
            "no connection, and another stands by", [first(.refused), second], bySecond,
            trail: ["first/model connect", "first/model connect", "second/model answered 200"]),
        FailureCase(
            "no connection", [first(.refused)], .error(502, "upstream_connect"), trail: ["first/model connect", "first/model connect"]),
        FailureCase(
            "no such host", [first(.failure(.resolve))], .error(502, "upstream_name_resolution"),
            trail: ["first/model name-resolution", "first/model name-resolution"]),
        FailureCase("no TLS", [first(.failure(.tls))], .error(502, "upstream_tls"), trail: ["first/model tls", "first/model tls"]),
        FailureCase(
            "a lost connection", [first(.reset)], .error(502, "upstream_reset"), trail: ["first/model reset", "first/model reset"]),
        FailureCase(
            "silence, and another stands by", [first(.silence, silent: .milliseconds(30)), second], bySecond,
            trail: ["first/model silence", "second/model answered 200"]),
        FailureCase(
            "silence", [first(.silence, silent: .milliseconds(30))], .error(504, "upstream_silence"), trail: ["first/model silence"]),
    ]

    /// Answers that are none.
    private static let answersThatAreNone = [
        FailureCase(
            "an empty answer, and another stands by", [first(.answer("")), second], bySecond,
            trail: ["first/model empty-answer 200", "first/model empty-answer 200", "second/model answered 200"]),
        FailureCase(
            "an empty answer", [first(.answer(""))], .error(502, "upstream_empty_answer"),
            trail: ["first/model empty-answer 200", "first/model empty-answer 200"]),
        FailureCase(
            "a page instead of an answer",
            [
                first(
                    .events(.head(status: 200, headers: [HeaderField("content-type", "text/html")]), .text("<html>Hello</html>"), .end))
            ],
            .error(502, "upstream_malformed_answer"),
            trail: ["first/model malformed-answer 200", "first/model malformed-answer 200"]),
        FailureCase(
            "an output limit used up by hidden thought", [first(.answer("", finishReason: .length)), second],
            .error(400, "output_limit_reached"), trail: ["first/model output-limit-reached 200"]),
    ]

    /// The call as a whole.
    private static let calls = [
        FailureCase(
            "the deadline", [first(.silence)], .error(504, "upstream_deadline"), trail: ["first/model deadline"]
        ) { $0.settings.deadline = .milliseconds(50) },
        FailureCase(
            "every model fails, and there is a last resort", [first(.status(500)), ScriptedProvider("second", [.status(503)])],
            .answer("Please call us.", by: "waybill/last-resort"),
            trail: ["first/model server-error 500", "second/model overloaded 503"]
        ) { route in
            route.settings.attempts = 1
            route.lastResort = .text("Please call us.")
        },
        FailureCase(
            "no last resort for what is the request's fault", [first(.status(400, code: "content_policy_violation"))],
            .error(400, "content_policy_violation"), trail: ["first/model content-policy 400"]
        ) { $0.lastResort = .text("Please call us.") },
        FailureCase("a budget that is spent", [costly], .error(429, "insufficient_quota"), trail: []) { route in
            var budget = Budget([.day: Money(picodollars: 1)])
            budget.scope = .process
            route.budget = budget
        },
        FailureCase("no candidate that may serve", [first(.answer("Hi."))], .error(503, "no_model_available"), trail: []) {
            $0.requirements.locations = ["on-premises"]
        },
        FailureCase("longer than every window", [narrow], .error(400, "context_length_exceeded"), trail: []),
    ]

    private static var costly: ScriptedProvider {
        var provider = first(.answer("Hi."))
        provider.provider.models[0].price = Price(input: 1_000_000, output: 1_000_000)
        return provider
    }

    private static var narrow: ScriptedProvider {
        var provider = first(.answer("Hi."))
        provider.provider.models[0].contextWindow = 1
        return provider
    }
}
