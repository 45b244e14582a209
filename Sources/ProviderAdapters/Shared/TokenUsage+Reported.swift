import WaybillInterchange

extension TokenUsage {
    /// Reads usage as OpenAI's APIs and servers like them report it, by the names of either API.
    ///
    /// Cached and written tokens are parts of the input, reasoning is part of the output; each detail that is missing is zero. What the total
    /// has beyond input and output is reasoning. Numbers that contradict each other are cut to what can be, so that no class is negative;
    /// ``reported`` keeps them as they came.
    ///
    /// - Returns: `nil` where `reported` is no object or counts nothing.
    init?(reported: JSONValue?) {
        guard let reported, case .object = reported else { return nil }
        let total = reported.count("total_tokens")
        let input = reported.count("input_tokens") ?? reported.count("prompt_tokens")
        let output = reported.count("output_tokens") ?? reported.count("completion_tokens")
        guard input ?? output ?? total != nil else { return nil }
        // Without a second argument this would call itself.
        self.init(uncachedInput: 0, reported: reported)
        readInput(
            reported, of: input ?? max(0, (total ?? 0) - (output ?? 0)),
            details: reported["input_tokens_details"] ?? reported["prompt_tokens_details"])
        readOutput(
            reported, of: output ?? max(0, (total ?? 0) - (input ?? total ?? 0)),
            // Gemini and xAI count reasoning beside the output; only the total tells.
            beside: max(0, (total ?? 0) - (input ?? total ?? 0) - (output ?? total ?? 0)),
            details: reported["output_tokens_details"] ?? reported["completion_tokens_details"])
    }

    private mutating func readInput(_ reported: JSONValue, of input: Int, details: JSONValue?) {
        // `prompt_cache_hit_tokens` is DeepSeek's word, `created_cache_tokens` vLLM's.
        cachedInput = min(details?.count("cached_tokens") ?? reported.count("prompt_cache_hit_tokens") ?? 0, input)
        let written = min(details?.count("cache_write_tokens") ?? details?.count("created_cache_tokens") ?? 0, input - cachedInput)
        let lifetimes = details?["cache_write_tokens_details"]
        let long = min(lifetimes?.count("ttl_12h_tokens") ?? 0, written)
        // What no lifetime is told of counts as the shorter one.
        if written > long { cacheWrites.append(CacheWrite(lifetimeSeconds: 1_800, tokens: written - long)) }
        if long > 0 { cacheWrites.append(CacheWrite(lifetimeSeconds: 43_200, tokens: long)) }
        uncachedInput = input - cachedInput - written
    }

    private mutating func readOutput(_ reported: JSONValue, of output: Int, beside: Int, details: JSONValue?) {
        // SGLang reports reasoning beside the details.
        let thought = details?.count("reasoning_tokens") ?? reported.count("reasoning_tokens") ?? 0
        reasoning = min(max(thought, beside), output + beside)
        outputText = output + beside - reasoning
    }
}

extension JSONValue {
    /// A member that counts tokens, never negative and never so large that sums overflow; `nil` where it is no whole number.
    fileprivate func count(_ key: String) -> Int? { self[key]?.intValue.map { min(max(0, $0), 1 << 40) } }
}
