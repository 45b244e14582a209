/// Something of a request that had to be translated, moved or left out for one candidate.
///
/// Always reported, never silent.
public struct Adjustment: Sendable, Hashable {
    /// What was done.
    public struct Kind: OpenVocabulary {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// Left out, since the candidate does not take it.
        public static let leftOut: Kind = "left-out"
        /// Said in another way that means nearly the same.
        public static let translated: Kind = "translated"
        /// Put in another place of the prompt.
        public static let moved: Kind = "moved"
        /// Changed to what the candidate accepts.
        public static let changed: Kind = "changed"
        /// Brought into its canonical form.
        public static let normalized: Kind = "normalized"
    }

    /// What was done.
    public var kind: Kind
    /// The parameter or item, by its name in the JSON form of a request, such as `temperature`.
    public var subject: String
    /// Why, in a sentence that quotes nothing of the prompt.
    public var reason: String

    /// Creates an adjustment.
    public init(_ kind: Kind, _ subject: String, _ reason: String) {
        self.kind = kind
        self.subject = subject
        self.reason = reason
    }
}

extension Adjustment: CustomStringConvertible {
    public var description: String { "\(subject) \(kind.rawValue.replacingHyphens): \(reason)" }
}

extension String {
    /// The word with spaces for hyphens, as people read it.
    package var replacingHyphens: String { String(map { $0 == "-" ? " " : $0 }) }
}

extension Adjustment: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        kind = try members.require("kind")
        subject = try members.require("subject", asText)
        reason = try members.require("reason", asText)
        try members.finish()
    }

    public var json: JSONValue { ["kind": kind.json, "subject": .string(subject), "reason": .string(reason)] }
}
