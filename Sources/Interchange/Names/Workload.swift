/// The tag of a kind of work, such as `support-chat`: what a program names instead of a model.
///
/// A tag is not empty and has no `/` in it, so that it can never be taken for a model's name; ``isValid`` tells. `routes.yaml` says which
/// models serve it.
public struct Workload: OpenVocabulary {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// Whether the tag can name a route.
    public var isValid: Bool { !rawValue.isEmpty && !rawValue.utf8.contains(UInt8(ascii: "/")) }
}
