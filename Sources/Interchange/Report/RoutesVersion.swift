/// Which version of the routes a call went by.
///
/// A router counts its versions; what two routers' routes have in common is their fingerprint.
public struct RoutesVersion: Sendable, Hashable {
    /// 1 for the routes that the router was made with, one more with every change.
    public var number: Int
    /// Twelve hexadecimal digits of a hash of the files: the same wherever the same files lie; `nil` for routes built in code.
    public var fingerprint: String?

    /// Creates a version.
    public init(number: Int, fingerprint: String? = nil) {
        self.number = number
        self.fingerprint = fingerprint
    }
}

extension RoutesVersion: CustomStringConvertible {
    /// The number and, for files, the fingerprint: `3 (9f2c61d0a1b2)`.
    public var description: String { "\(number)\(fingerprint.map { " (\($0))" } ?? "")" }
}

extension RoutesVersion: JSONWritable {
    /// `{"number", "fingerprint"}`.
    public var json: JSONValue {
        ["number": .number(JSONNumber(number)), "fingerprint": fingerprint.map(JSONValue.string) ?? .null]
    }
}
