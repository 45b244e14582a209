/// Why a model stopped writing.
public struct FinishReason: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The answer is done.
    public static let stop: FinishReason = "stop"
    /// The answer asks for tools to be run.
    public static let toolCalls: FinishReason = "tool-calls"
    /// The output limit cut the answer.
    public static let length: FinishReason = "length"
    /// A content filter cut the answer.
    public static let contentFilter: FinishReason = "content-filter"
    /// The model declined to answer.
    public static let refusal: FinishReason = "refusal"
    /// The route's fixed text was served in place of a model's answer.
    public static let lastResort: FinishReason = "last-resort"

    /// Whether the answer came to its own end.
    ///
    /// A limit, a filter or a reason that is not known here cut it.
    public var isWhole: Bool { self == .stop || self == .toolCalls || self == .refusal || self == .lastResort }
}
