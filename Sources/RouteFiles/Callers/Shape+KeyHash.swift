import WaybillRoutes

/// Keys are in the file as hashes only; what might be a key itself is refused and never repeated in a message.
extension Shape where Value == [Placed<KeyHash>] {
    /// The value of `sha256`: one hash, or a list of them.
    static var keyHashes: Shape {
        let hashes = Shape.oneOrMore(of: Shape<KeyHash>.keyHash.placed())
        return Shape(hashes.schema) { node, reading in
            guard let read = hashes.read(node, reading) else { return nil }
            if node.items?.isEmpty == true {
                reading.report(
                    ValueFault.emptyCollection, "there is no key; write the hash of one, or delete the caller", at: node.location)
            }
            return read.isEmpty ? nil : read
        }
    }
}

extension Shape where Value == KeyHash {
    /// The hash that comes of hashing a variable that is not set.
    private static var ofNothing: KeyHash { KeyHash(of: "") }

    fileprivate static var keyHash: Shape {
        Shape(.pattern("64 hexadecimal digits", "^[0-9A-Fa-f]{64}$")) { node, reading in
            guard let text = node.scalar, !node.isNull else {
                return Shape<String>.text.read(node, reading).flatMap { KeyHash(hexadecimal: $0) }
            }
            if let hash = KeyHash(hexadecimal: text), hash != ofNothing { return hash }
            let isHexadecimal = !text.isEmpty && text.utf8.allSatisfy { "0123456789abcdefABCDEF".utf8.contains($0) }
            if isHexadecimal || text.utf8.count < 16 {
                let problem =
                    text.utf8.count == 64
                    ? "this is the hash of no text at all; the key was not there when it was hashed"
                    : "a SHA-256 has 64 hexadecimal digits"
                reading.report(CallerFault.badKeyHash, "\(problem); \(Self.advice)", at: node.location)
            } else {
                reading.report(
                    CallerFault.plainKey, "a key must not be written into the file, only its hash; \(Self.advice)", at: node.location)
            }
            return nil
        }
    }

    private static var advice: String { "write what this prints: printf %s \"$KEY\" | sha256sum" }
}
