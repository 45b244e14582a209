import Waybill

/// The exact HTTP request of a candidate, its key hidden.
struct WireView {
    let request: TransportRequest

    /// The request line and the headers for people, then a blank line and the body, byte for byte.
    func text(_ look: Look) -> [UInt8] {
        let head = [look.bold("\(request.method) \(request.url)")] + request.headers.map(\.description)
        return Array((head.joined(separator: "\n") + "\n\n").utf8) + request.body + Array("\n".utf8)
    }

    /// The request as `{"method", "url", "headers", "body"}`; values of headers of one name are joined, as HTTP allows.
    var json: JSONValue {
        var headers = JSONObject()
        for field in request.headers {
            let value = headers[field.name]?.stringValue.map { "\($0), \(field.displayValue)" } ?? field.displayValue
            headers[field.name] = .string(value)
        }
        return [
            "method": .string(request.method), "url": .string(request.url), "headers": .object(headers),
            "body": .string(String(decoding: request.body, as: UTF8.self)),
        ]
    }
}
