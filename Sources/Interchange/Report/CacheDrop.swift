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
        /// The same tools stand in another order.
        public static let toolOrder: Cause = "tool-order"
        /// A schema, of a tool or of the answer, says something else.
        public static let schemaChanged: Cause = "schema-changed"
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
    /// The first text of it that is not what it was, by the same form: `tools.order_status.parameters`; `nil`: not known.
    public var path: String?
    /// The first byte of that text, from 0, that is not what it was or, where ``within`` is more than 1, may not be.
    public var byte: Int?
    /// How many bytes from ``byte`` on hold the first that is not what it was: 1 where the texts were kept, else as exactly as is known.
    public var within: Int?
    /// What stood there in the request before, cut to a few words: content, for those who may see the prompts.
    ///
    /// Only where the router was told to keep the texts of prompts. It is part of no description, of ``fullJSON`` alone.
    public var from: String?
    /// What stands there now.
    public var to: String?
    /// The cause in a sentence without its full stop; it quotes no text of the prompt.
    public var explanation: String

    /// Creates an explanation; where the place is known more exactly than by its segment, it is put in afterwards.
    public init(before: Int, now: Int, _ cause: Cause, segment: String? = nil, _ explanation: String) {
        self.before = before
        self.now = now
        self.cause = cause
        self.segment = segment
        self.explanation = explanation
    }
}

extension CacheDrop: CustomStringConvertible {
    /// What was read, why, and at which byte prompts part; it quotes nothing of them.
    public var description: String { "\(now) cached tokens after \(before) in the request before: \(explanation)\(place)" }

    private var place: String {
        guard let path, let byte, let within else { return "" }
        return within > 1 ? " (\(path), from byte \(byte) to \(byte + within - 1))" : " (\(path), byte \(byte))"
    }
}

extension CacheDrop: JSONWritable {
    /// `{"before", "now", "cause", "segment", "path", "byte", "within", "explanation"}`, without a word of the prompts.
    public var json: JSONValue {
        var object: JSONObject = ["before": .number(JSONNumber(before)), "now": .number(JSONNumber(now)), "cause": cause.json]
        object.set("segment", segment)
        object.set("path", path)
        object.set("byte", byte)
        object.set("within", within)
        object["explanation"] = .string(explanation)
        return .object(object)
    }

    /// All of it, with `from` and `to`: for those who may see the prompts.
    public var fullJSON: JSONValue {
        guard case .object(var object) = json else { return json }
        object["from"] = from.map(JSONValue.string) ?? .null
        object["to"] = to.map(JSONValue.string) ?? .null
        return .object(object)
    }
}
