public import WaybillInterchange

/// Tokens of many attempts, in classes that do not overlap.
public struct UsageTokens: Sendable, Hashable {
    /// Input that was neither read from a cache nor written to one.
    public var uncachedInput = 0
    /// Input that was read from prompt caches.
    public var cachedInput = 0
    /// Input that was written to prompt caches.
    public var cacheWrite = 0
    /// Input of sound that is billed apart.
    public var audioInput = 0
    /// Input of images that is billed apart.
    public var imageInput = 0
    /// Output of answers themselves.
    public var outputText = 0
    /// Output spent on reasoning.
    public var reasoning = 0
    /// Output of sound.
    public var audioOutput = 0
    /// Output of images.
    public var imageOutput = 0

    /// All input.
    public var input: Int { uncachedInput + cachedInput + cacheWrite + audioInput + imageInput }
    /// All output.
    public var output: Int { outputText + reasoning + audioOutput + imageOutput }
    /// The share of the input that was read from caches, between 0 and 1; `nil`: there was no input.
    public var cacheHitRate: Double? { input > 0 ? Double(cachedInput) / Double(input) : nil }

    static func += (left: inout UsageTokens, right: UsageTokens) {
        left.uncachedInput += right.uncachedInput
        left.cachedInput += right.cachedInput
        left.cacheWrite += right.cacheWrite
        left.audioInput += right.audioInput
        left.imageInput += right.imageInput
        left.outputText += right.outputText
        left.reasoning += right.reasoning
        left.audioOutput += right.audioOutput
        left.imageOutput += right.imageOutput
    }

    init() {}
}

extension UsageTokens: JSONWritable {
    /// Every text class; the others where there are any.
    public var json: JSONValue {
        var object = JSONObject()
        object.set("input", input)
        object.set("uncached_input", uncachedInput)
        object.set("cached_input", cachedInput)
        object.set("cache_write", cacheWrite)
        object.set("output", output)
        object.set("output_text", outputText)
        object.set("reasoning", reasoning)
        let media = [
            ("audio_input", audioInput), ("image_input", imageInput), ("audio_output", audioOutput), ("image_output", imageOutput),
        ]
        for (key, tokens) in media where tokens > 0 { object.set(key, tokens) }
        return .object(object)
    }
}
