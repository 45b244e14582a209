import WaybillInterchange
import WaybillRoutes

extension EncodedRequest {
    /// Creates a `POST` of a JSON body with the headers that every request has, and those of the provider's file, which come last and win.
    init(path: String, body: RequestBody.Written, provider: Provider, streaming: Bool) {
        var headers = [
            HeaderField("Content-Type", "application/json"), HeaderField("Accept", streaming ? "text/event-stream" : "application/json"),
        ]
        headers.removeAll { own in provider.headers.contains { $0.hasName(own.name) } }
        self.init(path: path, headers: headers + provider.headers, body: body.bytes)
        stableBytes = body.stableBytes
    }
}
