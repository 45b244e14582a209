/// What the server does once it has a request: a script of steps, carried out in order.
///
/// After the last step the connection is kept for the next request, unless a step ended it.
public struct Reply: Sendable {
    /// One thing the server does.
    public enum Step: Sendable {
        /// Sends bytes, in as few segments as possible.
        case bytes([UInt8])
        /// Sends bytes one at a time, each in a segment of its own.
        case dribble([UInt8])
        /// Waits until a gate is open.
        case wait(Gate)
        /// Waits for a while.
        case pause(Duration)
        /// Closes the connection in order (FIN).
        case hangUp
        /// Resets the connection (RST).
        case reset
        /// Says nothing more, and ends when the client closes the connection.
        case silence

        /// Sends text as UTF-8.
        public static func text(_ text: String) -> Step { .bytes(Array(text.utf8)) }
    }

    /// How a body says where it ends.
    public enum Framing: Sendable {
        /// Each sending step is one chunk; the closing chunk follows the last step.
        case chunked
        /// `Content-Length` says this number, true or not.
        case length(Int)
        /// The end of the connection is the end of the body; the server hangs up after the last step.
        case untilClose
    }

    /// The steps.
    public var steps: [Step]

    /// Creates a reply of steps that are sent as they stand, head included.
    public init(_ steps: [Step]) { self.steps = steps }

    /// A whole answer with its length.
    public static func respond(status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = []) -> Reply {
        Reply([.bytes(head(status: status, headers: headers, framing: .length(body.count)) + body)])
    }

    /// A whole answer of text with its length.
    public static func text(_ text: String, status: Int = 200, headers: [(String, String)] = []) -> Reply {
        respond(status: status, headers: headers, body: Array(text.utf8))
    }

    /// A head, then a body in pieces.
    ///
    /// A piece that ends the connection leaves the body unfinished.
    public static func stream(
        status: Int = 200, headers: [(String, String)] = [], framing: Framing = .chunked, _ pieces: [Step]
    ) -> Reply {
        var steps: [Step] = [.bytes(head(status: status, headers: headers, framing: framing))]
        switch framing {
        case .chunked: steps += pieces.map(chunk) + [.text("0\r\n\r\n")]
        case .length: steps += pieces
        case .untilClose: steps += pieces + [.hangUp]
        }
        return Reply(steps)
    }

    /// No byte of an answer, ever.
    public static let silence = Reply([.silence])
    /// The connection closed in order, without an answer.
    public static let hangUp = Reply([.hangUp])
    /// The connection reset, without an answer.
    public static let reset = Reply([.reset])

    /// The reply with informational heads before it.
    public func preceded(byInformational statuses: Int...) -> Reply {
        Reply(statuses.map { .text("HTTP/1.1 \($0) Note\r\nx-informational: yes\r\n\r\n") } + steps)
    }

    /// The reply with another step after it.
    public func then(_ step: Step) -> Reply { Reply(steps + [step]) }

    /// The bytes of a head.
    public static func head(status: Int = 200, headers: [(String, String)] = [], framing: Framing) -> [UInt8] {
        var text = "HTTP/1.1 \(status) Status\r\n"
        for (name, value) in headers { text += "\(name): \(value)\r\n" }
        switch framing {
        case .chunked: text += "transfer-encoding: chunked\r\n"
        case .length(let count): text += "content-length: \(count)\r\n"
        case .untilClose: text += "connection: close\r\n"
        }
        return Array((text + "\r\n").utf8)
    }

    private static func chunk(_ step: Step) -> Step {
        func framed(_ bytes: [UInt8]) -> [UInt8] { Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8) }
        switch step {
        case .bytes(let bytes): return .bytes(framed(bytes))
        case .dribble(let bytes): return .dribble(framed(bytes))
        case .wait, .pause, .hangUp, .reset, .silence: return step
        }
    }
}
