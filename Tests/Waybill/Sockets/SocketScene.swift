import LoopbackServer

/// A request at a server of HTTP/1.1, and what it may be answered with.
struct SocketScene {
    let bytes: AnswerBytes
    /// Which provider is asked, from 0.
    let provider: Int
    /// Its place among this provider's requests, from 1.
    let turn: Int
    let request: ReceivedRequest

    /// A good answer.
    var answer: Reply { answer(bytes.body) }

    /// A good head with another body.
    func answer(_ body: String, type: String? = nil) -> Reply {
        .stream(headers: [("content-type", type ?? bytes.type)], [.text(body)])
    }

    /// The beginning of a good answer, with content, and then something else.
    func begun(then steps: Reply.Step...) -> Reply { .stream(headers: [("content-type", bytes.type)], [.text(bytes.beginning)] + steps) }

    /// A good head, and then something else than content.
    func opened(then steps: Reply.Step...) -> Reply { .stream(headers: [("content-type", bytes.type)], steps) }

    /// An error as the API words it.
    func error(_ status: Int, code: String, type: String = "invalid_request_error", headers: (String, String)...) -> Reply {
        .text(
            AnswerBytes.error(code: code, type: type), status: status,
            headers: [("content-type", "application/json"), ("x-request-id", "req_42")] + headers)
    }

    /// A limit that is reached.
    func rateLimit(_ headers: (String, String)...) -> Reply {
        .text(
            AnswerBytes.error(code: "rate_limit_exceeded", type: "rate_limit_error"), status: 429,
            headers: [("content-type", "application/json")] + headers)
    }
}
