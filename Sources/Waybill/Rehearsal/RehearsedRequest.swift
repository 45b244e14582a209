package import WaybillInterchange
import WaybillTokenCounting

/// What a rehearsed provider understands of a request.
package struct RehearsedRequest: Sendable {
    /// An API that can be rehearsed.
    package enum API: Sendable, Hashable {
        case responses
        case chat
    }

    /// The API, told by the path.
    package let api: API
    /// Whether it only asks how many tokens its input has.
    package let asksForCount: Bool
    /// The model asked for.
    package let model: String
    /// Whether the answer shall come as server-sent events.
    package let isStreamed: Bool
    /// Whether a stream of Chat Completions ends with its usage.
    package let includesUsage: Bool
    /// The most tokens that may be written.
    package let outputLimit: Int?
    /// The tokens that the input is taken to have.
    package let inputTokens: Int
    /// What a prompt cache made of the input; `nil`: none was asked.
    var input: TokenUsage?
    /// The body, parts of which the Responses API repeats in its answer.
    package let body: JSONObject

    /// Reads a request.
    ///
    /// - Throws: The error that the API answers where it is not one of its requests.
    package init(_ request: TransportRequest) throws(RehearsedError) {
        let path = request.url.prefix { $0 != "?" && $0 != "#" }
        guard request.method == "POST", let api = API(path: path) else {
            throw RehearsedError(status: 404, message: "Invalid URL (\(request.method) \(path)).")
        }
        guard case .object(let body)? = Self.json(request.body) else {
            throw RehearsedError(status: 400, message: "The body of the request is not a JSON object.")
        }
        guard let model = body["model"]?.stringValue, !model.isEmpty else {
            throw RehearsedError(
                status: 400, message: "The parameter 'model' is missing.", parameter: "model", code: "missing_required_parameter")
        }
        self.api = api
        asksForCount = path.hasSuffix("/input_tokens") || path.hasSuffix("/tokenize")
        self.model = model
        self.body = body
        isStreamed = body["stream"]?.boolValue ?? false
        includesUsage = body["stream_options"]?["include_usage"]?.boolValue ?? false
        let limits = api == .responses ? ["max_output_tokens"] : ["max_completion_tokens", "max_tokens"]
        outputLimit = limits.lazy.compactMap { body[$0]?.intValue }.first
        inputTokens = ["instructions", "input", "messages", "tools"].reduce(0) { $0 + (body[$1].map(Self.tokens) ?? 0) }
    }

    /// The tier that the answer names: the one that was asked for.
    var serviceTier: String {
        let asked = body["service_tier"]?.stringValue ?? "auto"
        return asked == "auto" ? "default" : asked
    }

    /// Whether the body has a parameter, which may stand in an object: `reasoning.effort`.
    func has(_ parameter: String) -> Bool {
        parameter.split(separator: ".").reduce(.object(body) as JSONValue?) { $0?[String($1)] } != nil
    }

    private static func json(_ bytes: [UInt8]) -> JSONValue? {
        do throws(JSONError) { return try JSONReader.read(bytes) } catch { return nil }
    }

    /// What a value of the prompt is taken to count: its texts, and a little for each object around them.
    private static func tokens(_ value: JSONValue) -> Int {
        switch value {
        case .null, .bool, .number: 0
        case .string(let text) where text.hasPrefix("data:"): 765
        case .string(let text): TokenEncoding.o200kBase.count(text)
        case .array(let elements): elements.reduce(0) { $0 + tokens($1) }
        case .object(let object): object.reduce(3) { sum, member in member.key == "type" ? sum : sum + tokens(member.value) }
        }
    }
}

extension RehearsedRequest.API {
    fileprivate init?(path: Substring) {
        if path.hasSuffix("/responses") || path.hasSuffix("/responses/input_tokens") {
            self = .responses
        } else if ["/chat/completions", "/chat/completions/input_tokens", "/tokenize"].contains(where: path.hasSuffix) {
            self = .chat
        } else {
            return nil
        }
    }
}
