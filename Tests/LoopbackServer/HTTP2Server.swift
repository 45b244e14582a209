import Foundation

/// A server on `127.0.0.1` that speaks HTTP/2 over TLS and does to each request what a script says.
///
/// It is a program of its own, run by `node`: neither TLS nor HTTP/2 is written here. Scripts are given beforehand, and what the server
/// received is read from what it prints.
///
/// ```swift
/// let server = try await HTTP2Server(["/": [[.head(), .text("half"), .reset(.internalError)], [.head(), .text("whole"), .end]]])
/// defer { server.stop() }
/// ```
public struct HTTP2Server: Sendable {
    /// A request that was read to its end.
    public struct Request: Sendable, Hashable {
        /// Its path, query included.
        public let path: String
        /// The size of its body.
        public let bytes: Int
        /// The number of its connection, from 1.
        public let connection: Int
        /// The number of its stream on that connection, as HTTP/2 counts.
        public let stream: Int
        /// Its header `X-Client-Request-Id`, or `-`.
        public let id: String
    }

    private let program: TLSServer

    /// Whether such a server can be run here.
    public static let canRun = ChildProcess.canRun("node", "openssl")

    /// Starts the server.
    ///
    /// - Parameter scripts: What is done to the first request of a path, to the second and so on; the last list of steps stays. A request
    ///   whose path is not among them takes those of the longest path that it lies under.
    public init(_ scripts: [String: [[Step]]]) async throws {
        program = try await TLSServer("node", script: "http2_server.js", input: JSONEncoder().encode(scripts))
    }

    /// The server's certificate, which signs itself, and so its own authority.
    public var certificate: String { program.certificate }

    /// The absolute URL of a path on this server.
    public func url(_ path: String = "/") -> String { program.url(path) }

    /// The requests received so far, in the order in which they were read to their end.
    public var requests: [Request] {
        entries("request")
            .compactMap { words in
                guard words.count == 5, let bytes = Int(words[1]), let connection = Int(words[2]), let stream = Int(words[3]) else {
                    return nil
                }
                return Request(path: words[0], bytes: bytes, connection: connection, stream: stream, id: words[4])
            }
    }

    /// The paths of the streams that either side reset, in the order in which they were.
    public var resets: [String] { entries("reset").map { $0[0] } }

    /// How many connections have ended.
    public var endedConnections: Int { entries("closed").count }

    /// Ends the server.
    public func stop() { program.stop() }

    /// The words of the lines of one kind, the kind left out.
    private func entries(_ kind: String) -> [[String]] {
        program.lines.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            return words.first == kind ? Array(words.dropFirst()) : nil
        }
    }
}

extension HTTP2Server {
    /// One thing the server does to a request.
    ///
    /// After the last step the stream stays as it is.
    public struct Step: Sendable, Encodable {
        private let act: String
        private var status: Int?
        private var headers: [String: String]?
        private var text: String?
        private var count: Int?
        private var code: UInt32?
        private var accepts: Bool?
        private var milliseconds: Int?

        private init(_ act: String) { self.act = act }

        private init(_ act: String, _ change: (inout Step) -> Void) {
            self.init(act)
            change(&self)
        }

        /// Sends a head.
        public static func head(status: Int = 200, headers: [String: String] = [:]) -> Step {
            Step("head") { ($0.status, $0.headers) = (status, headers) }
        }

        /// Sends text, and waits until it went out.
        public static func text(_ text: String) -> Step { Step("text") { $0.text = text } }

        /// Sends so many zero bytes.
        public static func zeros(_ count: Int) -> Step { Step("zeros") { $0.count = count } }

        /// Ends the answer.
        public static let end = Step("end")

        /// Resets the stream (RST_STREAM).
        public static func reset(_ code: ErrorCode) -> Step { Step("reset") { $0.code = code.rawValue } }

        /// Says that the connection takes no more streams (GOAWAY).
        ///
        /// - Parameter accepts: Whether this stream is still served; otherwise it counts as never looked at, unless it is the first.
        public static func goAway(_ code: ErrorCode = .noError, accepts: Bool) -> Step {
            Step("goAway") { ($0.code, $0.accepts) = (code.rawValue, accepts) }
        }

        /// Waits for a while.
        public static func pause(milliseconds: Int) -> Step { Step("pause") { $0.milliseconds = milliseconds } }

        /// Waits until the connection has carried so many requests.
        public static func gather(_ count: Int) -> Step { Step("gather") { $0.count = count } }

        /// Closes the connection in order (FIN), with every stream on it.
        public static let hangUp = Step("hangUp")

        /// Resets the connection (RST), with every stream on it.
        public static let resetConnection = Step("resetConnection")
    }

    /// Why a stream or a connection ends, as HTTP/2 numbers it (RFC 9113, section 7).
    public enum ErrorCode: UInt32, Sendable, CaseIterable {
        case noError = 0x0
        case internalError = 0x2
        case refusedStream = 0x7
        case cancel = 0x8
        case enhanceYourCalm = 0xb
    }
}
