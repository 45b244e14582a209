/// Something in the numbers that a provider reported that does not add up, as an open vocabulary.
///
/// A flagged report is still accounted, by the reading that contradicts it least; nobody should take it for a sound one.
public struct UsageFlag: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The classes do not sum to the provider's own total.
    public static let totalDiffers: UsageFlag = "total-differs"
    /// No input was reported: it is what the total leaves beside the output, else what was counted here.
    public static let inputMissing: UsageFlag = "input-missing"
    /// No output was reported: it is what the total leaves beside the input, else what was counted here.
    public static let outputMissing: UsageFlag = "output-missing"
    /// A count is negative, no whole number, or beyond all that can be; it was passed over.
    public static let impossibleCount: UsageFlag = "impossible-count"
    /// A part, such as the cached tokens, is more than what it should be a part of, and no total tells why.
    public static let partExceedsWhole: UsageFlag = "part-exceeds-whole"
    /// A later report of the same stream counts less than an earlier one; the later one was taken.
    public static let countFell: UsageFlag = "count-fell"
    /// Tokens of sound or images and cached ones overlap, or may: they are taken for uncached as far as there is room.
    public static let mediaMayBeCached: UsageFlag = "media-may-be-cached"

    /// What is wrong, as a sentence's end; an unknown word says itself.
    public var explanation: String {
        switch self {
        case .totalDiffers: "the tokens by class do not sum to the provider's total"
        case .inputMissing: "the provider did not report the input"
        case .outputMissing: "the provider did not report the output"
        case .impossibleCount: "the provider reported a count that cannot be, which was passed over"
        case .partExceedsWhole: "the provider reported a part that is more than its whole"
        case .countFell: "the provider took back tokens that it had reported"
        case .mediaMayBeCached: "the provider does not tell how much of its sound and images was cached"
        default: rawValue
        }
    }
}

extension [UsageFlag] {
    /// Takes note of something wrong, once.
    package mutating func appendOnce(_ flag: UsageFlag) { if !contains(flag) { append(flag) } }
}
