public import WaybillInterchange

/// What a model's reported usage says of the estimates made for it: by how much they are to be corrected, and how far off they are then.
///
/// The correction is the median ratio of reported to estimated tokens in the last 31 answers. A median does not follow a few that are
/// wildly off, such as those of a server that cut a prompt short in silence or reported something else, however far off they are; when
/// tokenizer, prompts or server really change, it follows after half of those answers. Before there are many, three ratios of 1 count with
/// them: one odd first answer changes nothing.
///
/// A value; keep one for each model. The same observations in the same order give the same calibration on every machine.
///
/// ## Usage
/// ```swift
/// var calibration = TokenCalibration()
/// calibration.observe(estimated: 1_000, reported: 1_190)      // estimated as it was before any correction
/// calibration.correct(estimator.estimate(text))
/// ```
public struct TokenCalibration: Sendable, Hashable {
    /// Corrections that are believed.
    public static let limits = 0.25...4.0
    /// Estimates of fewer tokens than this tell nothing: what frames a request weighs more than the estimate's error.
    public static let smallestEstimate = 32

    /// How many ratios are kept.
    static let window = 31
    /// Below this many, the estimate itself has votes.
    private static let manyRatios = 10
    private static let votesForEstimate = 3
    /// Ratios are kept as whole numbers, in ten-thousandths.
    private static let unit = 10_000
    private static let allowed = Int(limits.lowerBound * Double(unit))...Int(limits.upperBound * Double(unit))

    /// Reported to estimated, the oldest first.
    private var ratios: [Int] = []
    /// Their median.
    private var correction = unit

    /// Creates a calibration that knows nothing and corrects nothing.
    public init() {}

    /// By what an estimate is multiplied.
    public var ratio: Double { Double(correction) / Double(Self.unit) }

    /// How many of the latest answers it stands on.
    public var observations: Int { ratios.count }

    /// The share by which nine in ten corrected estimates are off at most, above or below; `nil` before nine answers.
    ///
    /// That is so of the next one too if it is like the last 31: with n of them, the next is among the nearest ⌈0.9 (n + 1)⌉ in nine cases of ten.
    public var errorBand: Double? {
        let rank = (9 * (ratios.count + 1) + 9) / 10
        guard rank <= ratios.count else { return nil }
        let deviations = ratios.map { abs($0 - correction) }.sorted()
        return Double(deviations[rank - 1]) / Double(correction)
    }
}

// MARK: Learning

extension TokenCalibration {
    /// Takes notice of what a model reported.
    ///
    /// - Parameters:
    ///   - estimated: The estimate for the whole input before any correction.
    ///   - reported: All input tokens that the model reported, those read from a cache included.
    /// - Returns: Whether it tells something: an estimate that is too small, or a report of nothing, does not.
    @discardableResult
    public mutating func observe(estimated: Int, reported: Int) -> Bool {
        guard estimated >= Self.smallestEstimate, reported > 0 else { return false }
        let share = (Double(reported) / Double(estimated) * Double(Self.unit)).rounded()
        ratios.append(Int(min(max(share, Double(Self.allowed.lowerBound)), Double(Self.allowed.upperBound))))
        if ratios.count > Self.window { ratios.removeFirst() }
        update()
        return true
    }

    private mutating func update() {
        let votes = ratios.count < Self.manyRatios ? Self.votesForEstimate : 0
        let sorted = (ratios + Array(repeating: Self.unit, count: votes)).sorted()
        correction = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

// MARK: Correcting

extension TokenCalibration {
    /// An estimated number of tokens, corrected.
    public func correct(_ tokens: Int) -> Int {
        Int(min((Double(tokens) * ratio).rounded(), 0x1p62))
    }

    /// An estimate, corrected within its bounds.
    public func correct(_ estimate: TokenEstimate) -> TokenEstimate {
        var corrected = estimate
        corrected.expected = min(max(correct(estimate.expected), estimate.lower), estimate.upper)
        return corrected
    }

    /// A count, corrected within its bounds if it is an estimate; others are as they are.
    public func correct(_ count: TokenCount) -> TokenCount {
        guard count.certainty == .estimated else { return count }
        var corrected = count
        corrected.tokens = min(max(correct(count.tokens), count.least), count.bounds?.upperBound ?? .max)
        return corrected
    }
}

// MARK: JSON

extension TokenCalibration: JSONRepresentable {
    /// `{"ratios"}`: the last ratios of reported to estimated tokens in ten-thousandths, the oldest first.
    public var json: JSONValue {
        ["ratios": .array(ratios.map { .number(JSONNumber($0)) })]
    }

    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        ratios = try members.require("ratios") { json, path throws(JSONFormatError) in
            let elements = try json.array(at: path)
            guard elements.count <= Self.window else { throw JSONFormatError(path, "has more than \(Self.window) ratios") }
            var ratios: [Int] = []
            for (index, element) in elements.enumerated() {
                let ratio = try element.int(at: path[index])
                guard Self.allowed.contains(ratio) else {
                    throw JSONFormatError(path[index], "is not within \(Self.allowed.lowerBound) and \(Self.allowed.upperBound)")
                }
                ratios.append(ratio)
            }
            return ratios
        }
        try members.finish()
        update()
    }
}
