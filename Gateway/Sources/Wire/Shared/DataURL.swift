import Waybill

extension ContentSource {
    /// The content that a URL stands for: that of a `data:` URL (RFC 2397) itself, else what is at the address.
    init(url: String) throws(BodyFault) {
        guard url.utf8.starts(with: "data:".utf8) || url.prefix(5).lowercased() == "data:" else {
            guard !url.isEmpty else { throw .invalid("is empty") }
            self = .url(url)
            return
        }
        self = try ContentSource(dataURL: url)
    }

    /// The content of a `data:` URL.
    init(dataURL url: String) throws(BodyFault) {
        guard url.prefix(5).lowercased() == "data:", let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else {
            throw .invalid("is no data URL, such as 'data:image/png;base64,…'")
        }
        let head = url[url.index(url.startIndex, offsetBy: 5)..<comma]
        guard head.utf8.count <= Self.longestHead, head.lowercased().hasSuffix(";base64") else {
            throw .invalid("is a data URL that is not in base64: write 'data:TYPE;base64,…'")
        }
        let mediaType = head.dropLast(";base64".count)
        guard mediaType.utf8.contains(UInt8(ascii: "/")), mediaType.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw .invalid("is a data URL without a media type, such as 'image/png'")
        }
        guard let bytes = Base64.decode(url[url.utf8.index(after: comma)...]) else { throw .invalid("holds what is not base64") }
        guard !bytes.isEmpty else { throw .invalid("is a data URL without content") }
        self = .bytes(bytes, mediaType: String(mediaType))
    }

    /// More than any media type with its parameters.
    private static let longestHead = 256
}
