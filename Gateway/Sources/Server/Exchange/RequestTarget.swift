import GatewayWire
import NIOHTTP1

/// Whom and what a request asks for, as the first line and the headers of its head say it together.
struct RequestTarget {
    /// The path, without its query.
    let path: Substring
    /// The host, without its port; `nil` where none is named, as older clients may.
    let host: Substring?

    /// Reads the target of a request.
    ///
    /// - Throws: ``InboundProblem`` where two servers could read it in two ways.
    init(_ head: HTTPRequestHead) throws(InboundProblem) {
        let (authority, path) = Self.parts(of: head.uri)
        let isOld = head.version == .http1_0
        var (named, hosts) = (authority, 0)
        for field in head.headers {
            switch field.name.utf8.count {
            case 4 where field.name.lowercased() == "host":
                hosts += 1
                // A whole URL says it once more, and is believed.
                named = named ?? field.value[...]
            case 17 where field.name.lowercased() == "transfer-encoding":
                guard field.value.lowercased() == "chunked", !isOld else {
                    throw InboundProblem(status: 501, code: "unsupported_transfer_encoding", "Send the body as it is, or in chunks.")
                }
            default: break
            }
        }
        // RFC 9112, 3.2: one header, neither more nor less, except from clients of HTTP/1.0.
        guard hosts == 1 || hosts == 0 && isOld else {
            throw InboundProblem(code: "bad_host", "A request has one header 'Host'.")
        }
        self.path = path
        host = named.map(Self.hostWithoutPort)
    }

    /// The path of a target, whatever it is asked of.
    static func path(of uri: String) -> Substring { parts(of: uri).path }

    /// The authority of a target, where it is a whole URL as for a proxy (RFC 9112, 3.2.2), and its path.
    private static func parts(of uri: String) -> (authority: Substring?, path: Substring) {
        var rest = uri[...]
        var authority: Substring?
        if uri.utf8.first != UInt8(ascii: "/"), let scheme = ["http://", "https://"].first(where: { uri.lowercased().hasPrefix($0) }) {
            rest = rest.dropFirst(scheme.count)
            authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            rest = rest[authority!.endIndex...]
        }
        return (authority, rest.prefix { $0 != "?" && $0 != "#" })
    }

    /// A host as it is compared; one with anything but a port behind it is none.
    private static func hostWithoutPort(_ text: Substring) -> Substring {
        let isAddress = text.hasPrefix("[")
        let host = isAddress ? text.dropFirst().prefix { $0 != "]" } : text.prefix { $0 != ":" }
        let rest = text[host.endIndex...].dropFirst(isAddress ? 1 : 0)
        guard rest.isEmpty || rest.first == ":" && rest.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return "" }
        return host
    }
}
