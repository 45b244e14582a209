public import WaybillInterchange

/// What makes a text differ from call to call.
public struct VolatileKind: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// A day: `2026-11-20`, `20 November 2026`, `today is Friday`.
    public static let date: VolatileKind = "date"
    /// A time of day, or a count of seconds that is one.
    public static let time: VolatileKind = "time"
    /// A UUID.
    public static let uuid: VolatileKind = "uuid"
    /// A number that counts calls: `request number 4711`.
    public static let counter: VolatileKind = "counter"
    /// An id that looks random: hexadecimal, base64 or the like.
    public static let identifier: VolatileKind = "identifier"
    /// A value out of the request's `metadata`, `user` or `conversation_id`.
    public static let requestValue: VolatileKind = "request-value"
}

extension VolatileKind {
    /// The kind with its article, as people read it.
    var words: String {
        switch self {
        case .date: "a date"
        case .time: "a time"
        case .uuid: "a UUID"
        case .counter: "a counter"
        case .identifier: "a random id"
        case .requestValue: "a value of this request alone"
        default: "a \(rawValue.replacingHyphens)"
        }
    }
}
