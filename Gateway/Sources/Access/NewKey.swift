public import Waybill

/// A new key for a caller, which is shown once and kept nowhere.
public struct NewKey: Sendable {
    /// The key itself: `wb-` and 43 characters, of which an attacker would have to guess 258 bits.
    public let key: String

    /// The characters of base64 for URLs: none of them needs care in a header, a shell or a file.
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// Draws a key from the system's own source of randomness.
    public init() {
        var random = SystemRandomNumberGenerator()
        key = "wb-" + String((0..<43).map { _ in Self.alphabet[Int.random(in: 0..<64, using: &random)] })
    }

    /// What the keys file holds in its place.
    public var hash: KeyHash { KeyHash(of: key[...]) }

    /// The lines to write below `keys:`.
    ///
    /// - Parameter name: The caller's name.
    /// - Throws: ``CallersInvalid`` where nobody can be called so.
    public func lines(for name: String) throws(CallersInvalid) -> String {
        _ = try CallerTable([Caller(name, keys: [hash])])
        return "  \(name):\n    sha256: \(hash)\n"
    }
}
