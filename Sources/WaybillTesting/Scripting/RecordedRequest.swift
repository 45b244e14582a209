public import WaybillInterchange

/// A request that a scripted transport got.
public struct RecordedRequest: Sendable {
    /// Its number among the requests of its provider, from 1.
    public let number: Int
    /// When it came.
    public let time: Duration
    /// The name of the provider that it went to; `nil` where there is none at its address.
    public let provider: String?
    /// The request, with everything in it.
    public let request: TransportRequest
    /// Whether its sender cancelled it before it was over.
    public internal(set) var wasCancelled = false
    /// Whether its last event was told.
    public internal(set) var isOver = false

    init(number: Int, time: Duration, provider: String?, request: TransportRequest) {
        self.number = number
        self.time = time
        self.provider = provider
        self.request = request
    }

    /// The body; `nil` where it is no JSON.
    public var json: JSONValue? {
        do throws(JSONError) { return try JSONReader.read(request.body) } catch { return nil }
    }

    /// The model that it asks for, by the provider's own id.
    public var model: String? { json?["model"]?.stringValue }
}

extension RecordedRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The request in one line, without its body, and with `•••` for credentials.
    public var description: String {
        let headers = request.headers.map(\.description).joined(separator: ", ")
        let fate = wasCancelled ? ", cancelled" : ""
        return "\(time): \(request.method) \(request.url) (\(headers)), \(request.body.count) bytes\(fate)"
    }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Shows what the description shows, so that a failed expectation prints no prompt.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
