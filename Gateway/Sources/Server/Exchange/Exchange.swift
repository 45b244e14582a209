import GatewayWire
import Waybill

/// What is known of one exchange with a client when it is over, for the access log and the metrics; none of it is content.
struct Exchange: Sendable {
    /// The longest name of a workload or a model that is looked for, in bytes.
    static let longestName = 256

    /// When the head of the request was read, since 1970-01-01 00:00 UTC.
    var began: Duration
    /// The method and the path, as the client wrote them.
    var method: String
    var path: String
    /// The status; 499 where the client went away before there was one.
    var status: Int
    /// The code of the error that was answered.
    var error: String?
    /// Whether the answer was a stream.
    var isStream = false
    /// Bytes of the bodies, in and out.
    var received = 0
    var sent = 0
    /// From the head of the request to the end of the answer.
    var duration: Duration = .zero
    /// Who asked, by the name of the key.
    var caller: String?
    /// What was asked for, as far as it can be a name.
    var workload: String?
    /// The model that answered.
    var model: ModelName?
    /// The tokens of all attempts; `nil`: not known.
    var tokens: Int?
    /// The call's name in the books.
    var call: CallID?
}
