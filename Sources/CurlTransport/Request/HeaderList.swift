import CWaybillCURL
import WaybillInterchange

/// The headers of a request as libcurl takes them.
struct HeaderList: ~Copyable {
    /// The list's first node.
    private(set) var first: UnsafeMutablePointer<curl_slist>?

    /// What libcurl would add by itself to every request and is told not to, by an entry without a value.
    ///
    /// `Expect` would make it wait for a `100 Continue` before a large body; the other two are the caller's to say.
    private static let unasked = ["Expect", "Accept", "Content-Type"]

    /// Framing is settled by what is sent, not by a header.
    private static let reserved = ["Content-Length", "Transfer-Encoding", "Expect"]

    /// Checks the headers and lists them in their order.
    ///
    /// - Throws: ``TransportFailure/Kind/refused`` for a name or value that would break the request apart, or a header that is the
    ///   transport's own. The failure names the header, never its value.
    init(_ fields: [HeaderField]) throws(TransportFailure) {
        for field in fields {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(Self.isTokenByte) else { throw .refused("a header's name is none") }
            guard field.value.utf8.allSatisfy(Self.isValueByte) else {
                throw .refused("the value of the header \(field.name) has a character that no header may have")
            }
            if Self.reserved.contains(where: field.hasName) { throw .refused("the header \(field.name) is set by the transport") }
            // libcurl writes a header without a value when a semicolon ends its name; a colon would remove it.
            append(field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        for name in Self.unasked where fields.value(of: name) == nil { append("\(name):") }
    }

    deinit {
        curl_slist_free_all(first)
    }

    private mutating func append(_ line: String) {
        first = curl_slist_append(first, line) ?? first
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
    }
}
