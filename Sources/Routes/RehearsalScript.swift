public import WaybillInterchange

/// What a rehearsal provider answers: one step a request, over and over.
public struct RehearsalScript: Sendable, Hashable {
    /// The steps, used in turn; after the last comes the first.
    public var steps: [Step]

    /// Creates a script.
    public init(steps: [Step]) { self.steps = steps }

    /// What is answered to one request.
    public enum Step: Sendable, Hashable {
        /// An answer.
        case answer(Answer)
        /// A failure.
        case failure(Failure)
    }

    /// An answer to rehearse.
    public struct Answer: Sendable, Hashable {
        /// Its text.
        public var text = ""
        /// Its tool calls.
        public var toolCalls: [ToolCall] = []
        /// Its visible reasoning.
        public var reasoning = ""
        /// Its refusal, if it refuses.
        public var refusal: String?
        /// Its usage; `nil`: made up from the lengths, and then the output limit of a request cuts the answer.
        public var usage: TokenUsage?
        /// Why it stops; `nil`: what fits.
        public var finishReason: FinishReason?
        /// How long until its first piece, be it thought or content.
        public var delay: Duration = .zero
        /// How long between two pieces, each about a word.
        public var pace: Duration = .zero
        /// After how many pieces of content the stream goes wrong, and how; `nil`: it ends well.
        ///
        /// Where there are fewer pieces, it goes wrong before the end. An answer that is not streamed goes wrong in its middle.
        public var interruption: Interruption?

        /// Creates an answer of a text.
        public init(text: String = "") { self.text = text }
    }

    /// How a stream goes wrong half way.
    public struct Interruption: Sendable, Hashable {
        /// What happens.
        public enum Kind: String, Sendable, Hashable, CaseIterable {
            /// The connection closes before the end of the answer.
            case cut
            /// Nothing follows, and the connection stays open.
            case stall
        }

        /// What happens.
        public var kind: Kind
        /// After how many pieces of content.
        public var after: Int

        /// Creates an interruption.
        public init(_ kind: Kind, after: Int) {
            self.kind = kind
            self.after = after
        }
    }

    /// A failure to rehearse.
    public enum Failure: Sendable, Hashable {
        /// An HTTP error with this status, and perhaps a Retry-After and a provider's code.
        case status(Int, retryAfter: Duration?, code: String?)
        /// The model does not know this parameter, by its name on the wire; a request without it gets an answer of a fixed text.
        case unknownParameter(String)
        /// The connection is lost before any byte of the response.
        case reset
        /// No connection can be made.
        case refused
        /// The host's name does not resolve.
        case unresolved
        /// The server's certificate is not to be trusted.
        case untrusted
        /// The request is taken and nothing ever comes back.
        case silence
    }
}
