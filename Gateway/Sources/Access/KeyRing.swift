public import Waybill

/// Tells callers by their keys.
///
/// A key is looked for by its hash, which is compared with every hash there is, whole: how long that takes depends on how many keys there are, and not
/// on whether one of them is right, on which one that is, or on how much of it. Nothing is kept of keys that nobody has. A value: a key ring of other
/// callers is another one.
public struct KeyRing: Sendable {
    /// The longest key that is looked for, in bytes of UTF-8: what is longer is no key, and hashing it would be work for nothing.
    static let longestKey = 512

    /// The hashes of all keys.
    private let hashes: [KeyHash]
    /// Whose they are, at the same places.
    private let owners: [Caller]

    /// The keys of these callers.
    public init(_ table: CallerTable) {
        let pairs = table.callers.flatMap { caller in caller.keys.map { ($0, caller) } }
        hashes = pairs.map(\.0)
        owners = pairs.map(\.1)
    }

    /// Who sent a request.
    ///
    /// - Parameter header: The value of its `Authorization`.
    /// - Throws: ``AccessRefusal/unknownKey``, whether there is no key or a wrong one.
    public func caller(forAuthorization header: String?) throws(AccessRefusal) -> Caller {
        let key = header.flatMap(Self.key(inAuthorization:))
        guard key.map({ $0.utf8.count <= Self.longestKey }) ?? true else { throw .unknownKey }
        // Without a key the same is done as with a wrong one.
        let place = Self.place(of: KeyHash(of: key ?? "no key"), in: hashes)
        guard key != nil, let place else { throw .unknownKey }
        return owners[place]
    }

    /// The key in `Bearer KEY` (RFC 6750); `nil` for anything else.
    static func key(inAuthorization header: String) -> Substring? {
        let blank = UInt8(ascii: " ")
        let scheme = header.utf8.prefix { $0 != blank }
        // Letters of either case: setting this bit makes them small.
        guard scheme.count == 6, zip(scheme, "bearer".utf8).allSatisfy({ $0 | 0x20 == $1 }) else { return nil }
        var key = header.utf8[scheme.endIndex...].drop { $0 == blank }
        while key.last == blank { key.removeLast() }
        return key.isEmpty ? nil : Substring(key)
    }

    /// Where in a list a hash stands; all of the list is looked at, and no step of it depends on what is found.
    static func place(of hash: KeyHash, in hashes: some Sequence<KeyHash>) -> Int? {
        var found = -1
        for (place, other) in hashes.enumerated() {
            let difference = hash.difference(from: other)
            // All ones where nothing differs, else zero.
            let isSame = Int(truncatingIfNeeded: (difference | (0 &- difference)) >> 63) &- 1
            found = found & ~isSame | place & isSame
        }
        return found < 0 ? nil : found
    }
}
