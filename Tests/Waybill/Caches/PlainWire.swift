import Synchronization
import WaybillInterchange

@testable import Waybill

/// Undoes, on the way to a rehearsed provider, what a router does for its cache: so it can be measured what that is worth.
final class PlainWire: Transport {
    private struct State {
        var written: ModelRequest?
        var requests = 0
    }

    private let rehearsal: RehearsalTransport
    private let keys: [String]
    private let state = Mutex(State())

    /// Creates a wire.
    ///
    /// - Parameter keys: Keys that take turns in place of the one that the router chose; none: that one is used.
    init(to rehearsal: RehearsalTransport, keys: [String]) {
        self.rehearsal = rehearsal
        self.keys = keys
    }

    /// Has the next request sent as it was written.
    func send(asWritten request: ModelRequest) { state.withLock { $0.written = request } }

    func start(_ request: TransportRequest, onEvent: @escaping @Sendable (TransportEvent) -> Void) -> any TransportExchange {
        let (written, number) = state.withLock { state in
            state.requests += 1
            return (state.written.take(), state.requests)
        }
        var request = request
        if let written { request.body = Self.body(request.body, asWrittenIn: written) }
        if !keys.isEmpty {
            request.headers.removeAll { $0.isSensitive }
            request.headers.append(HeaderField("Authorization", "Bearer key-\(keys[number % keys.count])", isSensitive: true))
        }
        return rehearsal.start(request, onEvent: onEvent)
    }

    func close() { rehearsal.close() }

    /// A body of the Responses API with its instructions and tools as a program wrote them.
    private static func body(_ bytes: [UInt8], asWrittenIn request: ModelRequest) -> [UInt8] {
        guard var body = read(bytes)?.objectValue else { return bytes }
        body["instructions"] = request.instructions.map(JSONValue.string)
        let tools = body["tools"]?.arrayValue ?? []
        body["tools"] = .array(
            request.tools.compactMap { written in
                guard case .object(var tool)? = tools.first(where: { $0["name"]?.stringValue == written.name }) else { return nil }
                tool["parameters"] = written.parameters
                return .object(tool)
            })
        return JSONValue.object(body).bytes()
    }

    private static func read(_ bytes: [UInt8]) -> JSONValue? {
        do throws(JSONError) { return try JSONReader.read(bytes) } catch { return nil }
    }
}
