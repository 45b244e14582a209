import Waybill

/// The exact HTTP request of a candidate, its key hidden.
struct WireView {
    let preview: WirePreview

    private var request: TransportRequest { preview.request }

    /// The request line and the headers for people, then a blank line and the body, byte for byte but for a line that marks where the stable part
    /// of the prompt ends.
    func text(_ look: Look) -> [UInt8] {
        let head = [look.bold("\(request.method) \(request.url)")] + request.headers.map(\.description)
        let body = stablePart(look) + request.body.dropFirst(preview.stableBytes ?? 0)
        return Array((head.joined(separator: "\n") + "\n\n").utf8) + body + Array("\n".utf8)
    }

    private func stablePart(_ look: Look) -> [UInt8] {
        guard let count = preview.stableBytes else { return [] }
        let mark = look.dim("^ the stable prefix ends here, after \(count) of \(request.body.count) bytes")
        return request.body.prefix(count) + Array("\n\(mark)\n".utf8)
    }

    /// The request as `{"method", "url", "headers", "body", "stable_bytes"}`; values of headers of one name are joined, as HTTP allows.
    var json: JSONValue {
        var headers = JSONObject()
        for field in request.headers {
            let value = headers[field.name]?.stringValue.map { "\($0), \(field.displayValue)" } ?? field.displayValue
            headers[field.name] = .string(value)
        }
        return [
            "method": .string(request.method), "url": .string(request.url), "headers": .object(headers),
            "body": .string(String(decoding: request.body, as: UTF8.self)),
            "stable_bytes": preview.stableBytes.map { .number(JSONNumber($0)) } ?? .null,
        ]
    }
}
