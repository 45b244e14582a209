import Waybill

/// The tokens of one text or of several, and what must be said about them.
struct CountedTokens {
    /// The tokenizer's name.
    let tokenizer: String
    private(set) var count: Int
    /// For an estimate: what the true count surely lies between.
    private(set) var bounds: ClosedRange<Int>?
    /// The places that were no valid Unicode and at which U+FFFD was counted.
    private(set) var repairs: Int

    /// An exact count.
    init(_ count: Int, tokenizer: String, repairs: Int) {
        (self.tokenizer, self.count, self.repairs) = (tokenizer, count, repairs)
    }

    /// An estimate.
    init(_ estimate: TokenEstimate, tokenizer: String, repairs: Int) {
        (self.tokenizer, self.count, self.repairs) = (tokenizer, estimate.expected, repairs)
        bounds = estimate.lower...estimate.upper
    }

    /// Adds those of another text, which the same tokenizer counted.
    static func += (total: inout CountedTokens, other: CountedTokens) {
        total.count += other.count
        total.repairs += other.repairs
        guard let bounds = total.bounds, let others = other.bounds else { return }
        total.bounds = bounds.lowerBound + others.lowerBound...bounds.upperBound + others.upperBound
    }

    // MARK: As text and JSON

    /// The number, marked where it is an estimate.
    var text: String { bounds == nil ? "\(count)" : "~\(count)" }

    /// How the number came about.
    var origin: String {
        guard let bounds else { return tokenizer }
        return "estimated, between \(bounds.lowerBound) and \(bounds.upperBound); tokenizer \(tokenizer)"
    }

    /// `{"encoding", "count", "certainty"}`; for an estimate `lowest` and `highest` too; and how many places were repaired, if any.
    var json: JSONObject {
        let certainty = bounds == nil ? CountCertainty.exact : .estimated
        var object: JSONObject = [
            "encoding": .string(tokenizer), "count": .number(JSONNumber(count)), "certainty": certainty.json,
        ]
        if let bounds {
            object["lowest"] = .number(JSONNumber(bounds.lowerBound))
            object["highest"] = .number(JSONNumber(bounds.upperBound))
        }
        if repairs > 0 { object["repaired"] = .number(JSONNumber(repairs)) }
        return object
    }

    /// What is said of an input in which something was no valid Unicode; `nil` where nothing was.
    static func repairNote(_ repairs: Int, in input: ChunkedInput) -> String? {
        switch repairs {
        case 0: nil
        case 1: "\(input.name): 1 place is not valid Unicode and was counted as U+FFFD."
        default: "\(input.name): \(repairs) places are not valid Unicode; each was counted as U+FFFD."
        }
    }
}
