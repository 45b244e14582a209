public import WaybillInterchange

/// Why two prompts part where they do, as far as can be seen.
public struct PrefixCause: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The same tools stand in another order.
    public static let toolOrder: PrefixCause = "tool-order"
    /// A tool was added, taken away or described otherwise.
    public static let toolsChanged: PrefixCause = "tools-changed"
    /// A schema, of a tool or of the answer, says something else.
    public static let schemaChanged: PrefixCause = "schema-changed"
    /// The form of the answer is another.
    public static let outputChanged: PrefixCause = "output-changed"
    /// Something stands there that differs from call to call, such as a date.
    public static let volatileText: PrefixCause = "volatile-text"
    /// Only blanks and line breaks differ.
    public static let blanks: PrefixCause = "blanks"
    /// The same characters are put together otherwise: `é` as one or as two.
    public static let unicode: PrefixCause = "unicode"
    /// Static text was changed.
    public static let textChanged: PrefixCause = "text-changed"
    /// The same references, or examples, stand in another order.
    public static let order: PrefixCause = "order"
    /// What is true only now differs, as it may.
    public static let lateContext: PrefixCause = "late-context"
    /// An earlier turn of the conversation was changed.
    public static let turnChanged: PrefixCause = "turn-changed"
    /// The conversations are different ones.
    public static let otherConversation: PrefixCause = "other-conversation"
    /// A setting that is part of the prompt differs: the effort, the verbosity, parallel calls.
    public static let settings: PrefixCause = "settings"
}

extension PrefixCause {
    /// What to do about it, in a sentence without its full stop; `nil` where all is as it should be.
    public var fix: String? {
        switch self {
        case .toolOrder: "leave tool_order to by-name, or always list the tools in one order"
        case .toolsChanged: "keep the tools and vary tool_choice, which is no part of the prompt"
        case .schemaChanged: "change schemas seldom; where a program builds them from unordered maps, set schema_order: sorted"
        case .outputChanged: "keep one form of answer for each workload"
        case .volatileText: "put what differs from call to call into late_context"
        case .blanks: "take the text from one source, without blanks at the ends of lines"
        case .unicode: "set normalize: nfc for the workload"
        case .order: "list references and examples always in one order"
        case .turnChanged: "append to a conversation, and never change what is there"
        case .settings: "keep the setting for all calls that should share a cache"
        default: nil
        }
    }
}
