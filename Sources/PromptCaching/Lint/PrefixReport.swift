public import WaybillInterchange

/// The stable part of a request at one model: what it is known by, how long it is, and what keeps it from being cached.
public struct PrefixReport: Sendable, Hashable {
    /// The segments with their fingerprints and tokens.
    public var prompt: FingerprintedPrompt
    /// The fewest tokens that the model caches; `nil`: not known.
    public var minimum: Int?
    /// What was found in the stable part.
    public var findings: [PrefixFinding]

    /// Puts a report together.
    public init(prompt: FingerprintedPrompt, minimum: Int?, findings: [PrefixFinding]) {
        self.prompt = prompt
        self.minimum = minimum
        self.findings = findings
    }
}

extension PrefixReport: JSONWritable {
    /// `{"canonical_form", "stable", "stable_tokens", "segments", "minimum_tokens", "findings"}`.
    public var json: JSONValue {
        var object = prompt.json.objectValue ?? [:]
        object["minimum_tokens"] = minimum.map { .number(JSONNumber($0)) } ?? .null
        object["findings"] = findings.json
        return .object(object)
    }
}
