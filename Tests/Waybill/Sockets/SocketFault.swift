import LoopbackServer
import Waybill

/// A way in which a server fails a client, on a route over two providers at one server, and what must come of it.
struct SocketFault: Sendable, CustomStringConvertible {
    /// What an attempt must be in the report.
    struct Attempt: Hashable, CustomStringConvertible {
        let provider: String
        let failure: FailureKind?

        var description: String { "\(provider) \(failure?.rawValue ?? "answered")" }

        static func first(_ failure: FailureKind? = nil) -> Attempt { Attempt(provider: "p0", failure: failure) }
        static func second(_ failure: FailureKind? = nil) -> Attempt { Attempt(provider: "p1", failure: failure) }
    }

    /// What a server does, by the protocol that it speaks.
    enum Doing: Sendable {
        /// Over HTTP/1.1, to each request; `nil`: it answers well.
        case plain(@Sendable (SocketScene) -> Reply?)
        /// Over HTTP/2, to each request of the first provider in turn; where the list ends it answers well.
        case multiplexed(@Sendable (HTTP2Scene) -> [[HTTP2Server.Step]])
        /// Over HTTP/2, to every request of any provider.
        case multiplexedAlways(@Sendable (HTTP2Scene) -> [HTTP2Server.Step])
    }

    /// What goes wrong.
    let description: String
    var apis: [ProviderAPI] = [.openAIResponses, .openAIChat]
    var manners = CallManner.allCases
    var contents = [AnswerContent.text]
    var prompt = "Where is order 1207?"
    /// Whether the connection served before.
    var isConnectionUsed = false
    /// Features of the second provider's model.
    var features: [Feature] = []
    /// The clocks of the first provider, where it is to be silent; the others have time enough for any machine.
    var clocks = Clocks()
    /// The attempts that the report must list and the server must have received.
    let attempts: [Attempt]
    /// The attempts where content was handed over before the fault, if they are others.
    var attemptsAfterContent: [Attempt]?
    /// What the call ends with; `nil`: a good answer.
    var failure: FailureKind?
    /// What the server does.
    let doing: Doing

    func attempts(_ manner: CallManner) -> [Attempt] { manner == .streamed ? attemptsAfterContent ?? attempts : attempts }

    /// The same fault with something changed.
    func with(_ change: (inout SocketFault) -> Void) -> SocketFault {
        var fault = self
        change(&fault)
        return fault
    }

    /// A call for each API, manner and content.
    var trials: [FaultTrial] {
        apis.flatMap { api in
            manners.flatMap { manner in contents.map { FaultTrial(fault: self, api: api, manner: manner, content: $0) } }
        }
    }
}
