/// One thing that happens while an answer streams in.
///
/// Kinds that a program does not know are safe to pass over.
@nonexhaustive
public enum ModelEvent: Sendable, Hashable {
    /// Words of this model follow. Comes before the first content, or visible thought, of each candidate that writes.
    ///
    /// One that only thought may still fail and another answer, which then begins in its turn.
    case began(ModelName)
    /// No model answers: the route's fixed text follows.
    case lastResort
    /// More text of the answer.
    case textDelta(String)
    /// More of the model's words for not answering.
    case refusalDelta(String)
    /// More of the model's visible thinking; not part of the answer.
    ///
    /// Empty where a thought begins of which nothing may ever be shown.
    case reasoningDelta(String)
    /// More of a tool call.
    case toolCallDelta(ToolCallDelta)
    /// What came so far is void and the answer starts over. Only for callers who allowed it.
    case restarted
    /// The answer is whole, or ended as ``ModelResponse/isComplete`` says. Always the last event.
    indirect case finished(ModelResponse)
}

/// A piece of a tool call.
public struct ToolCallDelta: Sendable, Hashable {
    /// Which call of the answer it belongs to, from 0.
    public var index: Int
    /// The call's id.
    public var id: String
    /// The function's name.
    public var name: String
    /// The next piece of the arguments, to be appended to those before.
    public var arguments: String

    /// Creates a piece.
    public init(index: Int, id: String, name: String, arguments: String) {
        self.index = index
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}
