/// Why less of a prompt was read from a cache than of the request before it.
public struct CacheDrop: Sendable, Hashable {
    /// What is behind a drop, as an open vocabulary.
    public struct Cause: OpenVocabulary {
        public let rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }

        /// Another model answered.
        public static let modelChanged: Cause = "model-changed"
        /// Another account's key was used.
        public static let keyChanged: Cause = "key-changed"
        /// A setting that is part of the prompt differs: the effort, the verbosity, parallel calls.
        public static let settings: Cause = "settings"
        /// The tools are others, or stand in another order.
        public static let toolsChanged: Cause = "tools-changed"
        /// The form of the answer is another.
        public static let outputChanged: Cause = "output-changed"
        /// Static text was changed.
        public static let textChanged: Cause = "text-changed"
        /// Something stands in the part that changed that differs from call to call, such as a date.
        public static let volatileText: Cause = "volatile-text"
        /// An earlier turn of the conversation was changed.
        public static let turnChanged: Cause = "turn-changed"
        /// The prompt has fewer tokens than the model keeps.
        public static let tooShort: Cause = "too-short"
        /// The time for which the model keeps prompts was over.
        public static let expired: Cause = "expired"
        /// It should have been there, but its provider did not find it.
        public static let notFound: Cause = "not-found"
    }

    /// The tokens that the request before read from the cache.
    public var before: Int
    /// The tokens that this one read.
    public var now: Int
    /// The likely cause.
    public var cause: Cause
    /// The first segment that is not what it was, by the JSON form of a request; `nil`: as far as was compared the prompt goes on from before.
    public var segment: String?
    /// How many bytes of texts stand before that segment, which are what they were.
    public var byte: Int?
    /// The cause in a sentence without its full stop; it quotes no text of the prompt.
    public var explanation: String

    /// Creates an explanation.
    public init(before: Int, now: Int, _ cause: Cause, segment: String? = nil, byte: Int? = nil, _ explanation: String) {
        self.before = before
        self.now = now
        self.cause = cause
        self.segment = segment
        self.byte = byte
        self.explanation = explanation
    }
}

extension CacheDrop: CustomStringConvertible {
    public var description: String { "\(now) cached tokens after \(before) in the request before: \(explanation)" }
}

extension CacheDrop: JSONWritable {
    /// `{"before", "now", "cause", "segment", "byte", "explanation"}`.
    public var json: JSONValue {
        var object: JSONObject = ["before": .number(JSONNumber(before)), "now": .number(JSONNumber(now)), "cause": cause.json]
        object.set("segment", segment)
        object.set("byte", byte)
        object["explanation"] = .string(explanation)
        return .object(object)
    }
}
