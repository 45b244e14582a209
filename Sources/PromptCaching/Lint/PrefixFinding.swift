public import WaybillInterchange

/// Something in the stable part of a prompt that keeps it from being cached.
public struct PrefixFinding: Sendable, Hashable {
    /// What is wrong.
    public enum Problem: Sendable, Hashable {
        /// It differs from call to call.
        case volatile(VolatileKind)
        /// Blanks at the ends of lines, which editors take away now and then.
        case trailingBlanks
        /// The stable part has too few tokens to be cached at all.
        case tooShort(tokens: Int, missing: Int)
    }

    /// What is wrong.
    public var problem: Problem
    /// Where, by the JSON form of a request: `instructions`, `tools.order_status.description`; empty for the stable part as a whole.
    public var path: String
    /// The line in that text, from 1.
    public var line: Int
    /// The column in Unicode scalars, from 1.
    public var column: Int
    /// The place in that text, in bytes from 0.
    public var byte: Int
    /// What stands there: content, for those who may see the prompt.
    ///
    /// It is part of no description.
    public var excerpt: String
    /// For a value of the request, its name there, such as `metadata.customer`.
    public var valueName: String?
    /// How many tokens it keeps from being read from the cache in every call, as far as is known.
    public var lostTokens: Int?
    /// What that costs per thousand calls at the most, as far as is known.
    public var costPerThousandCalls: Money?
}

extension PrefixFinding {
    /// The problem in one word: `date`, `uuid`, `trailing-blanks`, `too-short`.
    public var code: String {
        switch problem {
        case .volatile(let kind): kind.rawValue
        case .trailingBlanks: "trailing-blanks"
        case .tooShort: "too-short"
        }
    }

    /// What to do about it, in a sentence without its full stop.
    public var fix: String {
        switch problem {
        case .volatile(.date), .volatile(.time): "put it into late_context; if it never changes, all is well"
        case .volatile(.requestValue): "put it into late_context, or leave it out"
        case .volatile: "leave it out, or put it into late_context; if it never changes, all is well"
        case .trailingBlanks: "take the blanks away in the source of the text, before an editor does"
        case .tooShort: "say more there that all calls share, or do not count on the cache"
        }
    }

    /// The finding without a word of the prompt.
    public var withoutExcerpt: PrefixFinding {
        var finding = self
        finding.excerpt = ""
        return finding
    }

    /// Whether it is the same problem at the same place.
    package func isSame(as other: PrefixFinding) -> Bool { code == other.code && path == other.path && byte == other.byte }

    /// What is wrong and where.
    private var statement: String {
        let place = "in \(path), line \(line), column \(column)"
        return switch problem {
        case .volatile(.requestValue): "the value of \(valueName ?? "a field") \(place): it makes prompts differ from there on"
        case .volatile(let kind): "\(kind.words) \(place): it makes prompts differ from there on"
        case .trailingBlanks: "blanks at the end of a line \(place)"
        case .tooShort(let tokens, let missing): "the stable part has \(tokens) tokens, \(missing) too few to be cached by itself"
        }
    }
}

extension PrefixFinding: CustomStringConvertible {
    /// What is wrong, where, what it costs and what to do; it quotes nothing of the prompt.
    public var description: String {
        let cost = costPerThousandCalls.map { ", at up to \($0.rounded) per thousand calls" } ?? ""
        return "\(statement)\(cost); \(fix)"
    }
}

extension Money {
    /// The amount to the cent, or to the first two digits that are not zero.
    fileprivate var rounded: Money {
        var step: Int128 = 10_000_000_000
        while step > 1, picodollars.magnitude < step * 10 { step /= 10 }
        return Money(picodollars: (picodollars + step / 2) / step * step)
    }
}

extension PrefixFinding: JSONWritable {
    /// Everything but the excerpt.
    public var json: JSONValue {
        var object: JSONObject = ["problem": .string(code)]
        if case .tooShort(let tokens, let missing) = problem {
            object["stable_tokens"] = .number(JSONNumber(tokens))
            object["missing_tokens"] = .number(JSONNumber(missing))
        } else {
            object["path"] = .string(path)
            object["line"] = .number(JSONNumber(line))
            object["column"] = .number(JSONNumber(column))
            object["byte"] = .number(JSONNumber(byte))
        }
        object.set("value", valueName)
        object.set("lost_tokens", lostTokens)
        object.set("cost_per_thousand_calls", costPerThousandCalls)
        object["message"] = .string(description)
        return .object(object)
    }
}
