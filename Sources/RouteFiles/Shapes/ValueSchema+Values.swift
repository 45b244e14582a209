import WaybillInterchange

/// The kinds of single values.
extension ValueSchema {
    /// Text; other readers take some plain text for numbers or flags, which is text here.
    static func text(_ limits: JSONObject = [:]) -> ValueSchema {
        var object: JSONObject = ["type": ["string", "number", "boolean"]]
        for (key, value) in limits { object[key] = value }
        return .value(words: "text", object)
    }

    /// Text that follows a pattern.
    static func pattern(_ words: String, _ pattern: String) -> ValueSchema {
        .value(words: words, ["type": "string", "pattern": .string(pattern)])
    }

    /// One of these words.
    static func words(_ words: [String]) -> ValueSchema {
        .value(words: words.map { "`\($0)`" }.joined(separator: ", "), ["enum": .array(words.map(JSONValue.string))])
    }

    /// A whole number in a range, which may be open at either end.
    static func whole(_ range: ClosedRange<Int>) -> ValueSchema {
        var object: JSONObject = ["type": "integer"]
        if range.lowerBound != .min { object["minimum"] = .number(JSONNumber(range.lowerBound)) }
        if range.upperBound != .max { object["maximum"] = .number(JSONNumber(range.upperBound)) }
        let isBounded = range.lowerBound != .min && range.upperBound != .max
        return .value(words: isBounded ? "\(grouped(range.lowerBound)) to \(grouped(range.upperBound))" : "whole number", object)
    }

    /// A number between two whole bounds.
    static func number(_ range: ClosedRange<Double>, aboveLowerBound: Bool) -> ValueSchema {
        let (lower, upper) = (Int(range.lowerBound), Int(range.upperBound))
        return .value(
            words: aboveLowerBound ? "above \(lower), at most \(upper)" : "\(lower) to \(upper)",
            [
                "type": "number", aboveLowerBound ? "exclusiveMinimum" : "minimum": .number(JSONNumber(lower)),
                "maximum": .number(JSONNumber(upper)),
            ])
    }

    /// A number of tokens or requests, at least 1, with `k` or `M`.
    static var count: ValueSchema {
        .value(
            words: "count",
            [
                "anyOf": [
                    ["type": "integer", "minimum": 1], ["type": "string", "pattern": "^[0-9]+(\\.[0-9]+)?[kM]$"],
                ]
            ])
    }

    private static func grouped(_ number: Int) -> String {
        let digits = String(number)
        guard digits.utf8.count > 3 else { return digits }
        return grouped(number / 1_000) + "," + digits.suffix(3)
    }
}
