import Waybill

/// Why a body cannot be read, on its way from the value at fault to the top: every reader that it passes through adds where that value
/// stands.
///
/// So no path is put together for the values that nothing is wrong with.
struct BodyFault: Error {
    /// One step from a value to one within it.
    enum Step: Sendable {
        case member(String)
        case element(Int)
    }

    /// What is wrong.
    enum Reason: Sendable {
        /// The value is of another kind than it should be.
        case wrongType(expected: String, found: String)
        /// There is no such member.
        case missing
        /// Nobody knows the member.
        case unknown
        /// What it asks for cannot be had here; the text says why, in a sentence of its own.
        case unsupported(String)
        /// The value is of the right kind, but not one that can be; the text follows the path in a sentence.
        case invalid(code: String, String)
    }

    let reason: Reason
    /// From the value at fault outwards.
    private var steps: [Step] = []

    init(_ reason: Reason) { self.reason = reason }

    /// A value of another kind than it should be; `expected` with its article.
    static func wrongType(_ expected: String, _ value: JSONValue) -> BodyFault {
        BodyFault(.wrongType(expected: expected, found: value.kindWithArticle))
    }

    /// A value that cannot be; `problem` follows the path in a sentence, such as "is empty".
    static func invalid(_ problem: String, code: String = "invalid_value") -> BodyFault { BodyFault(.invalid(code: code, problem)) }

    /// Something that cannot be had here, and why or what to do, in a sentence of its own.
    static func unsupported(_ why: String) -> BodyFault { BodyFault(.unsupported(why)) }

    /// The fault as seen from the value around.
    func within(_ step: Step) -> BodyFault {
        var fault = self
        fault.steps.append(step)
        return fault
    }

    /// The fault as seen from the object around.
    func within(_ key: String) -> BodyFault { within(.member(key)) }

    /// Where the value at fault stands, such as `messages[2].content`; empty for the whole body.
    var path: String {
        var path = ""
        for step in steps.reversed() {
            switch step {
            case .member(let key): path += path.isEmpty ? key : ".\(key)"
            case .element(let index): path += "[\(index)]"
            }
        }
        return path
    }
}

extension InboundProblem {
    /// What a client is told of a fault, in the words that OpenAI's API has for it.
    init(_ fault: BodyFault) {
        let path = fault.path
        let place = path.isEmpty ? "the body" : "'\(path)'"
        let (code, message) =
            switch fault.reason {
            case .wrongType(let expected, let found):
                ("invalid_type", "Invalid type for \(place): expected \(expected), but got \(found) instead.")
            case .missing: ("missing_required_parameter", "Missing required parameter: \(place).")
            case .unknown: ("unknown_parameter", "Unknown parameter: \(place).")
            case .unsupported(let why): ("unsupported_parameter", "Unsupported parameter: \(place). \(why)")
            case .invalid(let code, let problem): (code, "Invalid \(place): it \(problem).")
            }
        self.init(code: code, parameter: path.isEmpty ? nil : path, message)
    }
}

extension JSONValue {
    /// What kind of value it is, for people.
    fileprivate var kindWithArticle: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number(let number): number.int64Value == nil ? "a decimal" : "an integer"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
