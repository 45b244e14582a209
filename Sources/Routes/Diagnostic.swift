public import WaybillInterchange

/// Something wrong, or worth knowing, in the routes: for files with the place where it stands.
public struct Diagnostic: Sendable, Hashable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// It cannot work.
        case error
        /// It works, but hardly as meant.
        case warning
        /// Worth knowing.
        case note
    }

    /// How bad it is.
    public var severity: Severity
    /// What is wrong and what to do, without a full stop.
    public var message: String
    /// Where it stands; `nil` for routes built in code.
    public var location: SourceLocation?

    /// Creates a diagnostic.
    public init(_ severity: Severity, _ message: String, at location: SourceLocation? = nil) {
        self.severity = severity
        self.message = message
        self.location = location
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message`.
    public var description: String { "\(location.map { "\($0): " } ?? "")\(severity.rawValue): \(message)" }
}

extension Diagnostic: JSONWritable {
    /// `severity`, `message` and, for files, `location`.
    public var json: JSONValue {
        var object: JSONObject = ["severity": .string(severity.rawValue), "message": .string(message)]
        object.set("location", location)
        return .object(object)
    }
}

/// Routes that cannot work, with everything that is wrong with them.
public struct RoutesInvalid: Error, Sendable, Hashable, CustomStringConvertible {
    /// Every diagnostic, errors among them, in the order of the files.
    public var diagnostics: [Diagnostic]

    /// Creates an error.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One diagnostic a line.
    public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
