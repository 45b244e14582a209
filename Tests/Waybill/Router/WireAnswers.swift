import LoopbackServer
import Waybill

/// The bytes that a server of one API answers with.
struct WireAnswers: Sendable, CustomStringConvertible {
    let api: ProviderAPI

    var description: String { api.rawValue }

    static let both = [WireAnswers(api: .openAIResponses), WireAnswers(api: .openAIChat)]

    private static let sse = [("content-type", "text/event-stream")]

    /// The whole stream of an answer.
    func stream(_ pieces: [String]) -> Reply {
        .stream(headers: Self.sse, (pieces.map(delta) + end(pieces.joined())).map { .text($0) })
    }

    /// A stream that goes wrong after these pieces.
    func stream(_ pieces: [String], then step: Reply.Step...) -> Reply {
        .stream(headers: Self.sse, [.text(pieces.map(delta).joined())] + step)
    }

    /// The answer as one document, as a request that asks for no stream gets it.
    func document(_ text: String) -> String {
        let text = JSONValue.string(text).text()
        return switch api {
        case .openAIResponses:
            #"{"id":"resp_1","status":"completed","model":"m-1","output":[{"type":"message","#
                + #""id":"msg_1","role":"assistant","content":[{"type":"output_text","text":\#(text)}]}],"#
                + #""usage":{"input_tokens":10,"output_tokens":5,"total_tokens":15}}"#
        default:
            #"{"id":"c1","model":"m-1","choices":[{"index":0,"message":{"role":"assistant","content":\#(text)},"finish_reason":"stop"}],"#
                + #""usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}"#
        }
    }

    /// One event with more text.
    func delta(_ text: String) -> String {
        let text = JSONValue.string(text).text()
        return switch api {
        case .openAIResponses:
            #"data: {"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"content_index":0,"delta":\#(text)}"# + "\n\n"
        default: #"data: {"id":"c1","model":"m-1","choices":[{"index":0,"delta":{"content":\#(text)},"finish_reason":null}]}"# + "\n\n"
        }
    }

    /// The events that end an answer.
    func end(_ text: String) -> [String] {
        switch api {
        case .openAIResponses: [#"data: {"type":"response.completed","response":\#(document(text))}"# + "\n\n"]
        default:
            [
                #"data: {"id":"c1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"# + "\n\n",
                #"data: {"id":"c1","choices":[],"usage":{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}}"# + "\n\n",
                "data: [DONE]\n\n",
            ]
        }
    }

    /// An error as the API words it.
    func error(_ status: Int, code: String, type: String = "invalid_request_error", headers: [(String, String)] = []) -> Reply {
        .text(
            #"{"error":{"message":"PLANTED words of the provider","type":"\#(type)","param":null,"code":"\#(code)"}}"#, status: status,
            headers: [("content-type", "application/json"), ("x-request-id", "req_42")] + headers)
    }

    /// A router with a route over providers `p0`, `p1`, … at these servers.
    func router(
        _ servers: LoopbackServer..., options: RouterOptions = RouterOptions(), _ change: (inout Route) -> Void = { _ in }
    ) throws -> ModelRouter {
        let providers = servers.enumerated()
            .map { index, server in
                Provider(name: "p\(index)", api: api, baseURL: server.url("/v1"), models: [Model(id: "m")])
            }
        var route = Route(workload: "w", models: providers.map { ModelName(provider: $0.name, id: "m") })
        route.settings.retry = RetryRule(base: .milliseconds(1), cap: .milliseconds(2))
        change(&route)
        return ModelRouter(table: try RouteTable(providers: providers, routes: [route]), options: options)
    }
}

/// What a caller of a stream ends up with.
struct StreamOutcome {
    var text = ""
    /// The arguments of all tool calls, as they came.
    var arguments = ""
    var response: ModelResponse?
    var failure: ModelFailure?
    var events: [ModelEvent] = []

    var route: RouteReport? { response?.route ?? failure?.route }

    init() {}

    init(_ stream: ModelEventStream) async throws {
        do {
            for try await event in stream {
                events.append(event)
                if case .textDelta(let more) = event { text += more }
                if case .toolCallDelta(let delta) = event { arguments += delta.arguments }
                if case .restarted = event { (text, arguments) = ("", "") }
                if case .finished(let response) = event { self.response = response }
            }
        } catch let failure as ModelFailure {
            self.failure = failure
        }
    }
}
