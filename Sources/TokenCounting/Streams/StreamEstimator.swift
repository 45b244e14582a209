/// Estimates the tokens of a text that comes in portions and may be of any length.
public struct StreamEstimator: Sendable {
    private let estimator: TokenEstimator
    private var text = OpenText()
    /// The estimate of what was forgotten.
    private var settled = TokenEstimate(lower: 0, expected: 0, upper: 0)

    /// Creates an estimator that has seen nothing.
    public init(_ estimator: TokenEstimator) { self.estimator = estimator }

    /// The places at which bytes were no UTF-8 and U+FFFD was counted in their place.
    public var repairs: Int { text.repairs }

    /// The estimate of all that came, as the sum of those of its parts.
    public var estimate: TokenEstimate {
        var estimate = settled
        text.forEachPart(nil) { estimate += estimator.estimate($0) }
        return estimate
    }

    /// Appends bytes of UTF-8, which may begin and end within a character.
    public mutating func append(_ new: RawSpan) {
        new.withUnsafeBytes { text.append($0) }
        // An estimate of many short texts is worse than one of a long one.
        guard text.bytes.count >= Self.portion else { return }
        text.takeSettled(nil) { settled += estimator.estimate($0) }
    }

    /// Ends the text, and with it a character whose last bytes have not come.
    public mutating func finish() -> TokenEstimate {
        text.endCharacter()
        return estimate
    }

    private static let portion = 64 << 10
}

extension TokenEstimator {
    fileprivate func estimate(_ part: TextPart) -> TokenEstimate {
        switch part {
        case .text(let text): estimate(String(decoding: text, as: UTF8.self))
        case .special: TokenEstimate(lower: 1, expected: 1, upper: 1)
        }
    }
}

extension TokenEstimate {
    /// Adds the estimate of the text that follows.
    fileprivate static func += (sum: inout TokenEstimate, next: TokenEstimate) {
        sum.lower += next.lower
        sum.expected += next.expected
        sum.upper += next.upper
    }
}
