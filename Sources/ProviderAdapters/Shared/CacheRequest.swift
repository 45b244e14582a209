import WaybillInterchange

/// What a request says to a model's prompt cache, once what the program says itself and what the model refused are taken off.
struct CacheRequest {
    private let steering: CacheSteering
    private let request: PreparedRequest
    private let extras: JSONObject?

    /// - Parameter extras: The program's own members for this API.
    init(_ request: PreparedRequest, extras: JSONObject?) {
        var steering = request.steering ?? CacheSteering()
        // The two ways to say how long a prompt is kept do not go together, so one word of the program's stands for both.
        if extras?["prompt_cache_options"] != nil || extras?["prompt_cache_retention"] != nil {
            (steering.retention, steering.mode, steering.lifetime) = (nil, nil, nil)
        }
        // Whoever chooses a mode also chooses that nothing is kept, which is a mode without breakpoints.
        if extras?["prompt_cache_options"]?["mode"] != nil { steering.marksStablePart = false }
        // A model that does not know the one does not know the other.
        if request.refuses(CacheBreakpoint.member) || request.refuses("prompt_cache_options") {
            (steering.marksStablePart, steering.mode, steering.lifetime) = (false, nil, nil)
        }
        self.steering = steering
        self.request = request
        self.extras = extras
    }

    /// What the cache is asked for in the end, in the program's words or in Waybill's.
    ///
    /// - Parameter breakpoint: Where a breakpoint is set.
    func sent(with breakpoint: CacheBreakpoint) -> CacheSteering {
        var sent = steering
        if let key = extras?["prompt_cache_key"] { sent.key = key.stringValue }
        if request.refuses("prompt_cache_key") { sent.key = nil }
        if let salt = extras?["cache_salt"] { sent.salt = salt.stringValue }
        if request.refuses("cache_salt") { sent.salt = nil }
        if let mode = extras?["prompt_cache_options"]?["mode"]?.stringValue, !request.refuses("prompt_cache_options") {
            sent.mode = CacheBreakpointMode(rawValue: mode)
        }
        sent.marksStablePart = breakpoint != .none
        return sent
    }

    /// Where a breakpoint is set.
    ///
    /// - Parameter hasInstructions: Whether the instructions can take one.
    func breakpoint(in request: PreparedRequest, hasInstructions: Bool) -> CacheBreakpoint {
        steering.marksStablePart ? CacheBreakpoint(request, hasInstructions: hasInstructions) : .none
    }

    /// Writes what is said beside the prompt: `prompt_cache_key`, `prompt_cache_retention`, `prompt_cache_options`, `cache_salt`.
    func write(to body: inout RequestBody) {
        body.member("prompt_cache_key", steering.key.map(JSONValue.string))
        body.member("prompt_cache_retention", steering.retention.map { .string($0.rawValue) })
        var options: JSONObject = [:]
        options.set("mode", steering.mode?.rawValue)
        options.set("ttl", steering.lifetime?.shortText)
        body.member("prompt_cache_options", options.isEmpty ? nil : .object(options))
        body.member("cache_salt", steering.salt.map(JSONValue.string))
    }
}

extension PreparedRequest {
    /// Whether the model refused a parameter, so that it is left out.
    func refuses(_ parameter: String) -> Bool {
        repairs.contains { $0.parameter == parameter && $0.replacement == nil }
    }
}
