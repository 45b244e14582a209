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

    /// Which kind of fault it is.
    public var code: DiagnosticCode
    /// What is wrong and what to do, without a full stop.
    public var message: String
    /// Where it stands; `nil` for routes built in code.
    public var location: SourceLocation?
    /// The place after its last letter, where that is known.
    public var end: SourceLocation?
    /// What to write from ``location`` to ``end`` instead, where there is a likely guess.
    public var replacement: String?

    /// Creates a diagnostic.
    public init(_ code: DiagnosticCode, _ message: String, at location: SourceLocation? = nil, replacement: String? = nil) {
        self.code = code
        self.message = message
        self.location = location
        self.replacement = replacement
    }

    /// How bad it is, which follows from its code.
    public var severity: Severity { code.severity }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message [WB014]`.
    public var description: String { "\(location.map { "\($0): " } ?? "")\(severity.rawValue): \(message) [\(code)]" }
}

extension Diagnostic: JSONWritable {
    /// `code`, `name`, `severity`, `message`; for files `location` and, where they are known, `end` and `fix`.
    public var json: JSONValue {
        var object: JSONObject = [
            "code": .string(code.id), "name": .string(code.name), "severity": .string(severity.rawValue), "message": .string(message),
        ]
        object.set("location", location)
        if let end { object["end"] = Self.place(end) }
        if let replacement, let location, let end {
            object["fix"] = ["replacement": .string(replacement), "start": Self.place(location), "end": Self.place(end)]
        }
        return .object(object)
    }

    private static func place(_ location: SourceLocation) -> JSONValue {
        ["line": .number(JSONNumber(location.line)), "column": .number(JSONNumber(location.column))]
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
