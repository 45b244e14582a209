import WaybillInterchange
import WaybillRoutes

/// How a key is sent, and what is sent along.
extension Shape where Value == AuthStyle {
    /// `bearer`, `none` or `{header: NAME}`.
    static var auth: Shape {
        .either(.choice(among: [("bearer", AuthStyle.bearer), ("none", .none)], otherwise: "{header: NAME}"), or: header)
    }

    private static var header: Shape {
        .mapping("'auth'") { fields in
            fields.require("header", .headerName, "the name of the header that carries the key").map { .header($0) }
        }
    }
}

extension Shape where Value == String {
    fileprivate static var headerName: Shape {
        word.checked { name, node, reading in reading.checkHeaderName(name, at: node.location) }
    }
}

extension Shape where Value == [HeaderField] {
    /// Headers to send along, in the order of the file.
    static var headers: Shape {
        .entries(of: Shape<String>.text.schema, "'headers' must be a mapping of 'Name: value'") { entry, reading in
            guard reading.checkHeaderName(entry.key, at: entry.keyLocation) else { return nil }
            if SecretMask.isNameOfSecret(entry.key) {
                reading.hide(entry.value)
                reading.report(
                    ProviderFault.keyInFile,
                    "a key must not be written into the file; name it under 'api_key' and its header under 'auth: {header: \(entry.key)}'",
                    at: entry.keyLocation)
                return nil
            }
            guard let value = Shape<String>.text.read(entry.value, reading) else { return nil }
            guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
                reading.report(
                    ProviderFault.badHeader, "a header's value must be one line without control characters", at: entry.value.location)
                return nil
            }
            return HeaderField(entry.key, value)
        }
    }
}

extension Reading {
    /// What a header's name may consist of besides letters and digits (RFC 9110, `token`).
    private static let headerMarks = Set("!#$%&'*+-.^_`|~".utf8)
    /// Headers that belong to the transport.
    private static let ownHeaders = [
        "host", "content-length", "content-type", "transfer-encoding", "connection", "accept", "accept-encoding", "expect", "te", "upgrade",
    ]

    fileprivate func checkHeaderName(_ name: String, at location: SourceLocation) -> Bool {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit || Self.headerMarks.contains($0) }) else {
            report(ProviderFault.badHeader, "\(quoted(name)) is not a header's name", at: location)
            return false
        }
        guard !Self.ownHeaders.contains(name.lowercased()) else {
            report(ProviderFault.badHeader, "the header \(quoted(name)) is set for every request and cannot be changed", at: location)
            return false
        }
        return true
    }
}

extension UInt8 {
    /// Whether this is an ASCII letter or digit.
    var isLetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
        default: false
        }
    }
}
