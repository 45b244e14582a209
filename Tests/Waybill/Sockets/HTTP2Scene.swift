import LoopbackServer

/// What a server of HTTP/2 may answer a request with.
struct HTTP2Scene {
    let bytes: AnswerBytes

    typealias Step = HTTP2Server.Step

    private var head: Step { .head(headers: ["content-type": bytes.type]) }

    /// A good answer.
    var answer: [Step] { [head, .text(bytes.body), .end] }

    /// The beginning of a good answer, with content, and then something else.
    func begun(then steps: Step...) -> [Step] { [head, .text(bytes.beginning)] + steps }

    /// A good head, and then something else than content.
    func opened(then steps: Step...) -> [Step] { [head] + steps }

    /// A good answer in two pieces, with something between them.
    func interrupted(by steps: Step...) -> [Step] {
        [head, .text(bytes.beginning)] + steps + [.text(String(bytes.body.dropFirst(bytes.beginning.count))), .end]
    }

    /// An error as the API words it.
    func error(_ status: Int, code: String, headers: [String: String] = [:]) -> [Step] {
        let headers = headers.merging(["content-type": "application/json"]) { header, _ in header }
        return [.head(status: status, headers: headers), .text(AnswerBytes.error(code: code)), .end]
    }
}
