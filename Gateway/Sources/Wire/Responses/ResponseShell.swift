import Waybill

/// A response object around its output: who answers, how far it is, and what it repeats of the request.
struct ResponseShell: Sendable {
    /// How far a response is.
    enum Stage: Sendable {
        /// It has begun.
        case inProgress
        /// It is over.
        case over(ModelResponse)
    }

    /// The call, as ids of items name it.
    let call: String
    /// The model that answers; until one does, what the client asked for.
    var model: String
    private let created: Int64
    private let tier: JSONValue
    /// What is repeated of the request, as members that follow others.
    private let echo: [UInt8]

    init(_ head: AnswerHead, echo: JSONObject) {
        call = head.call.description
        created = head.created
        model = echo["model"]?.stringValue ?? ""
        tier = echo["service_tier"] ?? .null
        var bytes: [UInt8] = []
        for (key, value) in echo where key != "model" && key != "service_tier" {
            bytes.append(text: ",")
            bytes.append(json: key)
            bytes.append(text: ":")
            value.write(into: &bytes)
        }
        self.echo = bytes
    }

    /// Names the model of an answer; the route's own text stands for no model.
    mutating func name(_ name: ModelName?) { model = name?.description ?? lastResortModel }

    /// Appends the response object.
    ///
    /// - Parameter output: Writes the items of the output, without their brackets.
    func write(_ stage: Stage, to bytes: inout [UInt8], output: (inout [UInt8]) -> Void) {
        bytes.append(text: #"{"id":"resp_"#)
        bytes.append(contentsOf: call.utf8)
        bytes.append(text: #"","object":"response","created_at":"#)
        bytes.append(json: Int(created))
        bytes.append(text: #","status":""#)
        bytes.append(text: stage.status)
        bytes.append(text: #"","background":false,"completed_at":"#)
        writeCompletion(stage, to: &bytes)
        bytes.append(text: #","error":null,"incomplete_details":"#)
        writeCut(stage, to: &bytes)
        bytes.append(text: #","model":"#)
        bytes.append(json: model)
        bytes.append(text: #","output":["#)
        output(&bytes)
        bytes.append(text: #"],"service_tier":"#)
        (stage.serviceTier ?? tier).write(into: &bytes)
        bytes.append(contentsOf: echo)
        bytes.append(text: #","usage":"#)
        switch stage {
        case .inProgress: bytes.append(text: "null")
        case .over(let response):
            response.usage.writeResponses(to: &bytes)
            bytes.append(text: #","x_waybill":"#)
            bytes.append(json: JSONValue.object(response.forClients))
        }
        bytes.append(text: "}")
    }

    private func writeCompletion(_ stage: Stage, to bytes: inout [UInt8]) {
        guard case .over(let response) = stage, response.isComplete else { return bytes.append(text: "null") }
        bytes.append(json: Int(created + response.route.duration.components.seconds))
    }

    private func writeCut(_ stage: Stage, to bytes: inout [UInt8]) {
        guard case .over(let response) = stage, !response.isComplete else { return bytes.append(text: "null") }
        bytes.append(text: #"{"reason":"#)
        bytes.append(json: response.cutReason)
        bytes.append(text: "}")
    }
}

extension ResponseShell.Stage {
    /// The status of the response.
    fileprivate var status: StaticString {
        switch self {
        case .inProgress: "in_progress"
        case .over(let response): response.isComplete ? "completed" : "incomplete"
        }
    }

    /// The tier that was given, once that is known.
    fileprivate var serviceTier: JSONValue? {
        if case .over(let response) = self { response.serviceTier.map(JSONValue.string) } else { nil }
    }
}

extension ModelResponse {
    /// Why the answer is not whole, in the words of the API; a reason that it has no word for stays as it is.
    fileprivate var cutReason: String {
        switch finishReason {
        case .length: "max_output_tokens"
        case .contentFilter: "content_filter"
        default: finishReason.rawValue
        }
    }
}

extension TokenUsage {
    /// Appends the usage of a response.
    fileprivate func writeResponses(to bytes: inout [UInt8]) {
        bytes.append(text: #"{"input_tokens":"#)
        bytes.append(json: input)
        bytes.append(text: #","input_tokens_details":{"cached_tokens":"#)
        bytes.append(json: cachedInput)
        bytes.append(text: #","cache_write_tokens":"#)
        bytes.append(json: cacheWrite)
        bytes.append(text: #"},"output_tokens":"#)
        bytes.append(json: output)
        bytes.append(text: #","output_tokens_details":{"reasoning_tokens":"#)
        bytes.append(json: reasoning)
        bytes.append(text: #"},"total_tokens":"#)
        bytes.append(json: total)
        bytes.append(text: "}")
    }
}
