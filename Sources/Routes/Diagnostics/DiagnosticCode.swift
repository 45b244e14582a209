public import WaybillInterchange

/// One kind of fault, such as `WB030`, with what there is to say about it.
///
/// A code never changes its meaning, and one that is no longer used is not given to another fault.
public struct DiagnosticCode: Sendable {
    /// The code itself, such as `WB030`.
    public let id: String
    /// The same in words, such as `unknown-key`.
    public let name: String
    /// How bad it is.
    public let severity: Diagnostic.Severity
    /// Why it is a fault and what to do, in a paragraph.
    public let explanation: String
    /// The fault and its mending, where a few lines can show them.
    public let example: DiagnosticExample?

    /// The code of a kind of fault.
    package init(_ kind: some FaultKind) {
        let entry = kind.entry
        id = kind.rawValue
        name = entry.name
        severity = entry.severity
        explanation = entry.explanation
        example = entry.example
    }

    /// Every code, in order.
    public static let all: [DiagnosticCode] =
        (FileFault.allCases.map(Self.init) + ValueFault.allCases.map(Self.init) + ProviderFault.allCases.map(Self.init)
        + RouteFault.allCases.map(Self.init) + RouteLint.allCases.map(Self.init) + CallerFault.allCases.map(Self.init))
        .sorted { $0.id < $1.id }
}

extension DiagnosticCode: Hashable, CustomStringConvertible {
    public static func == (left: DiagnosticCode, right: DiagnosticCode) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
    public var description: String { id }
}

extension DiagnosticCode: JSONWritable {
    /// `code`, `name`, `severity`, `explanation` and, where there is one, `example`.
    public var json: JSONValue {
        var object: JSONObject = [
            "code": .string(id), "name": .string(name), "severity": .string(severity.rawValue), "explanation": .string(explanation),
        ]
        if let example {
            object["example"] = [
                "in": .string(example.place.rawValue), "fault": .string(example.fault), "mending": .string(example.mending),
            ]
        }
        return .object(object)
    }
}

/// Lines of a file with a fault, and what to write instead.
public struct DiagnosticExample: Sendable, Hashable {
    /// Where the lines stand.
    public enum Place: String, Sendable, Hashable, CaseIterable {
        /// They are a whole `routes.yaml`.
        case routes = "routes.yaml"
        /// In a workload.
        case workload = "a workload"
        /// In a provider file.
        case provider = "a provider file"
        /// In a model of a provider file.
        case model = "a model"
        /// They are a whole keys file.
        case keys = "keys.yaml"
    }

    /// Where the lines stand.
    public let place: Place
    /// The lines with the fault.
    public let fault: String
    /// The lines without it.
    public let mending: String
}

/// A group of codes: an enum whose cases are kinds of faults and whose raw values are their codes.
///
/// A new kind of fault is a case with the next free code and its entry, both in the file of its group; what finds the fault reports the case.
/// Everything else follows: the page of all codes, `waybill check --explain`, and the severity.
package protocol FaultKind: RawRepresentable<String>, CaseIterable, Sendable {
    /// What there is to say about this kind.
    var entry: FaultEntry { get }
}

/// What there is to say about a kind of fault.
package struct FaultEntry {
    let name: String
    let severity: Diagnostic.Severity
    let explanation: String
    var example: DiagnosticExample?

    static func error(_ name: String, _ explanation: String) -> FaultEntry { .init(name: name, severity: .error, explanation: explanation) }
    static func warning(_ name: String, _ explanation: String) -> FaultEntry {
        .init(name: name, severity: .warning, explanation: explanation)
    }
    static func note(_ name: String, _ explanation: String) -> FaultEntry { .init(name: name, severity: .note, explanation: explanation) }

    /// The same with an example.
    func example(in place: DiagnosticExample.Place, _ fault: String, _ mending: String) -> FaultEntry {
        var entry = self
        entry.example = DiagnosticExample(place: place, fault: fault, mending: mending)
        return entry
    }
}
