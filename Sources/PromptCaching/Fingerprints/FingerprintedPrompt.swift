public import WaybillInterchange

/// A prompt as the chain of its segments' fingerprints: enough to see what two prompts share, without either's text.
///
/// ## Usage
/// ```swift
/// let memo = FingerprintMemo()
/// let now = FingerprintedPrompt(prepared, memo: memo)
/// now.stable                              // the same for all requests with the same stable part
/// now.sharedSegments(with: before)        // how many segments, from the first, both have
/// ```
public struct FingerprintedPrompt: Sendable, Hashable {
    /// The version of the canonical form that it was made of.
    public let canonicalForm: Int
    /// The segments in rendered order.
    public internal(set) var segments: [PromptSegment]
    /// How many of them, from the first, belong to the stable part.
    public let stableSegments: Int
    /// The places up to which it can be kept, in rendered order.
    package internal(set) var ends: [PromptEnd]

    /// Makes the fingerprints of a prepared request.
    ///
    /// - Parameter memo: What remembers the fingerprints of segments that were there before.
    public init(_ request: PreparedRequest, memo: FingerprintMemo = FingerprintMemo()) {
        let outline = PromptOutline(request)
        canonicalForm = CanonicalForm.version
        segments = Self.chain(outline, outline.kinds, memo)
        stableSegments = outline.stableCount
        ends = outline.ends(segments, memo: memo)
    }

    /// The fingerprint of the stable part alone, for those who need no other.
    public static func stableFingerprint(of request: PreparedRequest, memo: FingerprintMemo) -> PromptFingerprint {
        let outline = PromptOutline(request)
        return chain(outline, outline.kinds.prefix(outline.stableCount), memo).last?.fingerprint ?? .empty
    }

    private static func chain(
        _ outline: PromptOutline, _ kinds: some Collection<PromptSegment.Kind>, _ memo: FingerprintMemo
    ) -> [PromptSegment] {
        var bytes = SegmentBytes()
        var last = PromptFingerprint.empty
        return kinds.map { kind in
            bytes.begin(kind)
            outline.read(kind, by: &bytes)
            last = memo.fingerprint(from: last, bytes.bytes) { bytes.fingerprint(after: last) }
            return PromptSegment(kind: kind, fingerprint: last, byteCount: bytes.contentCount, tokens: nil)
        }
    }

    /// The fingerprint of the stable part: the same for all requests with the same tools, output form, instructions, examples and references.
    public var stable: PromptFingerprint { fingerprint(ofFirst: stableSegments) }

    /// The fingerprint of the whole prompt.
    public var whole: PromptFingerprint { fingerprint(ofFirst: segments.count) }

    /// The fingerprint of the first so many segments.
    public func fingerprint(ofFirst count: Int) -> PromptFingerprint { count == 0 ? .empty : segments[count - 1].fingerprint }

    /// How many segments, from the first, two prompts share.
    public func sharedSegments(with other: FingerprintedPrompt) -> Int {
        zip(segments, other.segments).prefix { $0.fingerprint == $1.fingerprint }.count
    }

    /// The tokens of the first so many segments; `nil` where they were not counted.
    public func tokens(ofFirst count: Int) -> Int? {
        segments.prefix(count).reduce(0) { sum, segment in sum.flatMap { sum in segment.tokens.map { sum + $0 } } }
    }

    /// The tokens of the stable part; `nil` where they were not counted.
    public var stableTokens: Int? { tokens(ofFirst: stableSegments) }
}

extension FingerprintedPrompt: JSONWritable {
    /// `{"canonical_form", "stable", "stable_tokens", "segments"}`.
    public var json: JSONValue {
        [
            "canonical_form": .number(JSONNumber(canonicalForm)), "stable": stable.json,
            "stable_tokens": stableTokens.map { .number(JSONNumber($0)) } ?? .null, "segments": segments.json,
        ]
    }
}
