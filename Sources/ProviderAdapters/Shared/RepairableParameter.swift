import WaybillInterchange

/// Parameters that a request can do without, where a model refuses them.
///
/// They steer an answer or its price. What an answer is made of and held to is not among them: messages, tools, the form of the output, nor
/// `store`, whose absence would mean yes; nor a limit of the output, unless it has another name.
enum RepairableParameter {
    /// Names on the wire, in any API, with those in the JSON form of a request.
    private static let dispensable: [String: String] = [
        "temperature": "temperature", "top_p": "top_p", "seed": "seed", "stop": "stop",
        "reasoning": "reasoning_effort", "reasoning.effort": "reasoning_effort", "reasoning_effort": "reasoning_effort",
        "verbosity": "verbosity", "text.verbosity": "verbosity", "parallel_tool_calls": "parallel_tool_calls",
        "safety_identifier": "user", "user": "user",
        "include": "include", "stream_options": "stream_options", "stream_options.include_usage": "stream_options.include_usage",
        "stream_options.include_obfuscation": "stream_options.include_obfuscation", "reasoning.summary": "extras.reasoning.summary",
        "service_tier": "service_tier", "prompt_cache_key": "prompt_cache_key",
        "prompt_cache_retention": "prompt_cache_retention", "prompt_cache_options": "prompt_cache_options",
        "prompt_cache_options.mode": "prompt_cache_options.mode", "prompt_cache_options.ttl": "prompt_cache_options.ttl",
        "prompt_cache_breakpoint": "prompt_cache_breakpoint", "cache_salt": "cache_salt",
        "top_k": "extras.top_k", "min_p": "extras.min_p", "frequency_penalty": "extras.frequency_penalty",
        "presence_penalty": "extras.presence_penalty", "repetition_penalty": "extras.repetition_penalty",
        "metadata": "extras.metadata",
    ]

    /// Names of one thing, of which a server may know either.
    private static let synonyms = ["max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"]

    /// Whether this is the name of a parameter on the wire that something can be done about.
    static func isKnown(_ name: String) -> Bool { dispensable[name] != nil || synonyms[name] != nil }

    /// What can be done about a refused parameter.
    ///
    /// - Parameter value: What the request has there; `nil`: nothing.
    static func repair(_ refused: RefusedParameter, value: (ParameterPath) -> JSONValue?) -> RequestRepair? {
        guard let path = ParameterPath(refused.name) else { return nil }
        if let synonym = synonyms[path.name] {
            // A limit that is too high by any name stays.
            guard refused.isUnknown, value(path) != nil else { return nil }
            return RequestRepair(path.name, subject: "max_output_tokens", replacement: synonym)
        }
        guard let subject = dispensable[path.name], let value = value(path) else { return nil }
        return RequestRepair(path.name, subject: subject, refusedValue: refused.isUnknown ? nil : value)
    }
}
