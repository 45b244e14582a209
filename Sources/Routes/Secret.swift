/// A key or password that is hard to print by accident: every description of it is `•••`.
///
/// It is read at the moment of use and given to nothing but the transport; it is not `Codable` and not `Hashable` on purpose.
public struct Secret: Sendable {
    /// The secret itself.
    ///
    /// Ask for it only where it goes on the wire.
    public let revealed: String

    /// Wraps a secret.
    public init(_ text: String) { revealed = text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `•••`.
    public var description: String { "•••" }

    /// `•••`.
    public var debugDescription: String { "•••" }

    /// Has no children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>(), displayStyle: .struct) }
}
