import Synchronization
public import Waybill
public import WaybillInterchange
public import WaybillRoutes

/// A log of calls for whoever wants a file and nothing else: one line of JSON for each call that has ended, with its attempts.
///
/// The names are those of the spans; times are in seconds, and costs in exact dollars as text. Each line is one write to the end of the file, so that
/// several processes can share it. A file that was moved away, as by a rotation, is begun anew.
///
/// ## Usage
/// ```swift
/// var options = RouterOptions()
/// options.observers = [try CallLog(path: "calls.jsonl")]
/// ```
public final class CallLog: CallObserver {
    private struct State: ~Copyable {
        var file: LogFile
        /// How many lines could not be written since one could.
        var lost = 0
    }

    private let state: Mutex<State>
    private let onProblem: @Sendable (String) -> Void

    /// Opens a log, and begins it where there is none; only its owner may read it.
    ///
    /// - Parameter onProblem: Is told once when lines cannot be written, and again with how many were lost when they can. Calls go on.
    /// - Throws: ``CallLogError`` where the file cannot be opened.
    public init(path: String, onProblem: @escaping @Sendable (String) -> Void = { _ in }) throws(CallLogError) {
        state = Mutex(State(file: try LogFile(path)))
        self.onProblem = onProblem
    }

    public func callEnded(_ call: CallRecord, under routes: RouteTable) {
        let line = call.logLine(under: routes).text() + "\n"
        let problem = state.withLock { state -> String? in
            do throws(CallLogError) {
                try state.file.append(Array(line.utf8))
                defer { state.lost = 0 }
                return state.lost > 0 ? "Calls are logged in \(state.file.path) again; \(state.lost) lines were lost." : nil
            } catch {
                state.lost += 1
                return state.lost == 1 ? "\(error) Calls go on and are not logged." : nil
            }
        }
        if let problem { onProblem(problem) }
    }
}

extension CallRecord {
    /// The call as a line of a log.
    func logLine(under routes: RouteTable) -> JSONValue {
        var line: JSONObject = ["time": .string(heading.began.timestamp)]
        line.add(attributes, cost: report.cost)
        line["duration"] = .number(JSONNumber(seconds: report.duration))
        line["attempts"] = .array(
            report.attempts.map { attempt in
                var object: JSONObject = [
                    "started": .number(JSONNumber(seconds: attempt.started)),
                    "duration": .number(JSONNumber(seconds: attempt.ended - attempt.started)),
                ]
                object.add(self.attributes(of: attempt, under: routes), cost: attempt.cost)
                return .object(object)
            })
        return .object(line)
    }
}

extension JSONObject {
    fileprivate mutating func add(_ attributes: Attributes, cost: Money?) {
        for attribute in attributes.all {
            self[attribute.name.rawValue] =
                switch attribute.value {
                case .text(let text): .string(text)
                case .integer(let integer): .number(JSONNumber(integer))
                case .number(let number): JSONNumber(number).map(JSONValue.number) ?? .null
                case .flag(let flag): .bool(flag)
                }
        }
        // What is added up later is exact.
        self[AttributeName.cost.rawValue] = cost?.json ?? .null
    }
}
