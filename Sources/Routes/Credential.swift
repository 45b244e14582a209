public import WaybillInterchange

/// A key by its name and where to find it.
///
/// The key itself is read at the moment of use and kept nowhere.
public struct Credential: Sendable, Hashable {
    /// The name that reports show.
    public var name: String
    /// Where the key is.
    public var reference: SecretReference
    /// Where it is named; `nil` for one built in code.
    public var definedAt: SourceLocation?

    /// Creates a credential.
    public init(name: String, reference: SecretReference, definedAt: SourceLocation? = nil) {
        self.name = name
        self.reference = reference
        self.definedAt = definedAt
    }
}

/// Where a secret is.
public enum SecretReference: Sendable, Hashable {
    /// In an environment variable.
    case environment(String)
    /// In a file; white space around it does not count.
    case file(String)
    /// In what a command prints; white space around it does not count.
    case command([String])
}

extension SecretReference: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The place in words; of a command only the program, since its arguments may tell secrets.
    public var description: String {
        switch self {
        case .environment(let name): "the environment variable \(name)"
        case .file(let path): "the file \(path)"
        case .command(let words): "the command '\(words.first ?? "")'"
        }
    }

    public var debugDescription: String { description }

    /// Shows what the description shows, so that `dump` does not print a command's arguments.
    public var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
