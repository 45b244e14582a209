/// The tokens of one attempt as they were counted here, to stand beside what the provider reports.
public struct CountedTokens: Sendable, Hashable {
    /// The input, all of it: also what the provider read from a cache.
    public var input: TokenCount
    /// The output that came: text, refusals and tool calls.
    ///
    /// Reasoning cannot be counted, since providers hide it.
    public var output: TokenCount

    /// Creates counts.
    public init(input: TokenCount, output: TokenCount) {
        self.input = input
        self.output = output
    }
}

extension CountedTokens: CustomStringConvertible {
    public var description: String { "\(input) in, \(output) out" }
}

extension CountedTokens: JSONWritable {
    public var json: JSONValue { ["input": input.json, "output": output.json] }
}
