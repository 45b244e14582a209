import CWaybillCURL
import WaybillInterchange

/// The headers of a request as libcurl takes them: a linked list of C strings, in two pieces of memory instead of two for each header.
struct HeaderList: ~Copyable {
    private let nodes: UnsafeMutableBufferPointer<curl_slist>
    private let text: UnsafeMutableBufferPointer<CChar>

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
        for field in fields { try Self.check(field) }
        let withdrawn = Self.unasked.filter { fields.value(of: $0) == nil }
        let fieldSize = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 3 }
        text = .allocate(capacity: withdrawn.reduce(fieldSize) { $0 + $1.utf8.count + 2 })
        nodes = .allocate(capacity: fields.count + withdrawn.count)
        var writer = Writer(nodes: nodes, text: text)
        for field in fields {
            // libcurl writes a header without a value when a semicolon ends its name; a colon would remove it.
            if field.value.isEmpty { writer.append(field.name, ";", "") } else { writer.append(field.name, ": ", field.value) }
        }
        for name in withdrawn { writer.append(name, ":", "") }
    }

    deinit {
        nodes.deallocate()
        text.deallocate()
    }

    /// The first node; the list lives as long as this value.
    var first: UnsafeMutablePointer<curl_slist>? { nodes.baseAddress }

    private static func check(_ field: HeaderField) throws(TransportFailure) {
        guard !field.name.isEmpty, field.name.utf8.allSatisfy(isTokenByte) else { throw .refused("a header's name is none") }
        guard field.value.utf8.allSatisfy(isValueByte) else {
            throw .refused("the value of the header \(field.name) has a character that no header may have")
        }
        if reserved.contains(where: field.hasName) { throw .refused("the header \(field.name) is set by the transport") }
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"):
            true
        default: "!#$%&'*+.^_`|~".utf8.contains(byte)
        }
    }

    private static func isValueByte(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte != 0x7f || byte == UInt8(ascii: "\t")
    }
}

/// Fills the memory of a header list from its front.
private struct Writer {
    let nodes: UnsafeMutableBufferPointer<curl_slist>
    let text: UnsafeMutableBufferPointer<CChar>
    private var nodeCount = 0
    private var textCount = 0

    init(nodes: UnsafeMutableBufferPointer<curl_slist>, text: UnsafeMutableBufferPointer<CChar>) {
        self.nodes = nodes
        self.text = text
    }

    mutating func append(_ name: String, _ separator: String, _ value: String) {
        nodes.initializeElement(at: nodeCount, to: curl_slist(data: text.baseAddress.map { $0 + textCount }, next: nil))
        if nodeCount > 0 { nodes[nodeCount - 1].next = nodes.baseAddress.map { $0 + nodeCount } }
        nodeCount += 1
        for part in [name, separator, value] { append(part) }
        text.initializeElement(at: textCount, to: 0)
        textCount += 1
    }

    private mutating func append(_ part: String) {
        for byte in part.utf8 {
            text.initializeElement(at: textCount, to: CChar(bitPattern: byte))
            textCount += 1
        }
    }
}
