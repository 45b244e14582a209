public import Waybill

/// What an answer says of itself before any of its content is known.
public struct AnswerHead: Sendable, Hashable {
    /// The call that the answer is of: its name in the books, and the tail of the answer's own id.
    public var call: CallID
    /// When the call began, in whole seconds since 1970.
    public var created: Int64

    /// Creates it.
    public init(call: CallID, created: Int64) {
        self.call = call
        self.created = created
    }
}
