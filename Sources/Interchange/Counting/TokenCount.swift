/// How far a token count can be trusted.
public enum CountCertainty: Sendable, Hashable {
    /// The count is what the model's own tokenizer gives.
    case exact
    /// The true count differs by at most this many tokens either way.
    case bounded(Int)
    /// The count is a guess.
    case estimated
}

extension CountCertainty: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        switch json {
        case "exact": self = .exact
        case "estimated": self = .estimated
        case .object:
            var members = try JSONMembers(json, at: path)
            self = .bounded(try members.require("bounded", asWhole))
            try members.finish()
        default: throw JSONFormatError(path, "is not 'exact', 'estimated' or {\"bounded\": N}")
        }
    }

    public var json: JSONValue {
        switch self {
        case .exact: "exact"
        case .bounded(let tokens): ["bounded": .number(JSONNumber(tokens))]
        case .estimated: "estimated"
        }
    }
}

/// A number of tokens, with its certainty and the tokenizer it is for.
public struct TokenCount: Sendable, Hashable {
    /// The count, or its expected value.
    public var tokens: Int
    /// How far it can be trusted.
    public var certainty: CountCertainty
    /// The tokenizer, such as `o200k_base`; for an estimate, the one it stands in for.
    public var tokenizer: String
    /// What the true count of an estimate surely lies between; `nil` where nothing can be promised, or ``certainty`` says it.
    public var bounds: ClosedRange<Int>?
    /// What the true count of an estimate is surely no less than, where ``bounds`` do not say it.
    private var floor: Int
    /// Why it is not exact, as a clause such as `the framing of messages is not published`; `nil` where it is exact.
    public var reason: String?

    /// Creates a count.
    ///
    /// - Parameter atLeast: For an estimate without bounds, how many tokens there surely are.
    public init(
        _ tokens: Int, _ certainty: CountCertainty, tokenizer: String, bounds: ClosedRange<Int>? = nil, atLeast: Int = 0,
        reason: String? = nil
    ) {
        self.tokens = tokens
        self.certainty = certainty
        self.tokenizer = tokenizer
        self.bounds = bounds
        self.floor = certainty == .estimated && bounds == nil ? atLeast : 0
        self.reason = reason
    }
}

extension TokenCount {
    /// What the true count surely lies between; `nil` where nothing can be promised.
    public var sureRange: ClosedRange<Int>? {
        switch certainty {
        case .exact: bounds ?? tokens...tokens
        case .bounded(let bound): bounds ?? max(0, tokens - bound)...max(0, tokens) + bound
        case .estimated: bounds
        }
    }

    /// How many tokens there surely are: the low end of ``sureRange``, and also known of many estimates without a high end.
    public var least: Int { sureRange?.lowerBound ?? floor }

    /// How few tokens there may be at the least in all likelihood: ``least``, or half of an estimate where that is more.
    ///
    /// Estimates for unknown tokenizers and rare scripts were found to be more than twice too high in fewer than one text of twenty.
    package var leastPlausible: Int { certainty == .estimated ? max(least, tokens / 2) : least }
}

extension TokenCount: CustomStringConvertible {
    public var description: String {
        switch certainty {
        case .exact: "\(tokens)"
        case .bounded(let bound): "\(tokens) ±\(bound)"
        case .estimated: "~\(tokens)"
        }
    }
}

extension TokenCount: JSONWritable {
    /// `{"tokens", "certainty", "tokenizer"}`, and `lowest`, `highest` and `reason` where they are known.
    public var json: JSONValue {
        var object: JSONObject = ["tokens": .number(JSONNumber(tokens)), "certainty": certainty.json, "tokenizer": .string(tokenizer)]
        if bounds != nil || certainty == .estimated && least > 0 { object.set("lowest", least) }
        object.set("highest", bounds?.upperBound)
        object.set("reason", reason)
        return .object(object)
    }
}
