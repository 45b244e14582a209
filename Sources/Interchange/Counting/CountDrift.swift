/// A difference between what was counted here and what a provider reported that should not be.
public struct CountDrift: Sendable, Hashable {
    /// What is wrong, as an open vocabulary.
    public struct Kind: OpenVocabulary {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// The report lies outside of what the count promised, or for an estimate, further off than estimates should be.
        public static let beyondBound: Kind = "beyond-bound"
        /// The provider reports far less input than was sent: its server may have cut the prompt without a word.
        public static let promptTruncated: Kind = "prompt-truncated"
        /// The provider reported no tokens, so that the counts made here stand in for them.
        public static let noUsage: Kind = "no-usage"
    }

    /// Which tokens are meant.
    public enum Part: String, Sendable, Hashable {
        /// Those of the prompt.
        case input
        /// Those of the answer, without reasoning.
        case output
    }

    /// What is wrong.
    public var kind: Kind
    /// Which tokens are meant; `nil`: all.
    public var part: Part?
    /// The count made here.
    public var counted: TokenCount?
    /// What the provider reported.
    public var reported: Int?

    /// Creates a drift.
    public init(_ kind: Kind, _ part: Part? = nil, counted: TokenCount? = nil, reported: Int? = nil) {
        self.kind = kind
        self.part = part
        self.counted = counted
        self.reported = reported
    }
}

extension CountDrift: CustomStringConvertible {
    public var description: String {
        guard let part, let counted, let reported else { return "the provider reported no tokens; those counted here stand in for them" }
        let difference = "the provider reports \(reported) \(part.rawValue) tokens, where \(counted) were counted"
        return kind == .promptTruncated ? "\(difference): its server may have cut the prompt" : difference
    }
}

extension CountDrift: JSONWritable {
    public var json: JSONValue {
        var object: JSONObject = ["kind": kind.json]
        object.set("part", part?.rawValue)
        object.set("counted", counted)
        object.set("reported", reported)
        return .object(object)
    }
}
