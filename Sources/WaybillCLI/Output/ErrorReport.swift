import ArgumentParser
import Waybill
import WaybillLedger

/// What an error says and which exit code it has: the one place where errors become text.
struct ErrorReport {
    private let error: any Error

    init(_ error: any Error) { self.error = error }

    /// Prints the error where it belongs: as text on standard error, as JSON on standard output.
    func show(asJSON wantsJSON: Bool) -> ExitCode {
        switch error {
        // What a command has to say, it said before it threw these.
        case let code as ExitCode: return code
        case let error as OutputError where error.isClosedPipe: return .brokenPipe
        case let interruption as Interruption: return .signal(interruption.signal)
        default: break
        }
        let isOutputBroken = error is OutputError
        do throws(OutputError) {
            if isCleanExit {
                try OutputChannel.output.write(WaybillCommand.fullMessage(for: error) + "\n")
            } else if wantsJSON, !isOutputBroken {
                try OutputChannel.output.write(json)
            } else {
                OutputChannel.errors.report(text(OutputChannel.errors.look))
            }
            return exitCode
        } catch {
            return ErrorReport(error).show(asJSON: false)
        }
    }

    /// Whether this is a demand for help, the version and the like, which the parser throws.
    private var isCleanExit: Bool { exitCode == .success }

    private var exitCode: ExitCode {
        switch error {
        case let failure as ModelFailure: failure.exitCode
        case is InvalidRouteFiles, is InvalidRequestFiles, is InputError, is OutputError, is OutputFileError, is LedgerError: .failure
        case is SuppositionsMalformed: .usage
        default: WaybillCommand.exitCode(for: error)
        }
    }

    private func text(_ look: Look) -> String {
        switch error {
        case let failure as ModelFailure: FailureView(failure: failure, look: look).text
        case let invalid as InvalidRouteFiles: invalid.text(look)
        case let invalid as InvalidRequestFiles: invalid.text(look)
        case is InputError, is OutputError, is OutputFileError, is SuppositionsMalformed, is LedgerError: look.error("\(error)")
        default: WaybillCommand.fullMessage(for: error) + "\n"
        }
    }

    private var json: JSONValue {
        switch error {
        case let failure as ModelFailure: failure.json
        case let invalid as InvalidRouteFiles: ["error": .object(invalid.json)]
        case let invalid as InvalidRequestFiles: ["error": .object(invalid.json)]
        case is InputError: ["error": .object(JSONObject(kind: "invalid-request", message: "\(error)"))]
        case let error as LedgerError: ["error": .object(JSONObject(kind: "ledger-\(error.kind)", message: "\(error)"))]
        case is SuppositionsMalformed: ["error": .object(JSONObject(kind: "usage", message: "\(error)"))]
        default: ["error": .object(JSONObject(kind: "usage", message: WaybillCommand.message(for: error)))]
        }
    }
}

extension JSONObject {
    /// An error of the command's own, in the form that failures of the library have.
    init(kind: String, message: String) {
        self = ["kind": .string(kind), "scope": FailureScope.request.json, "message": .string(message), "attempts": []]
    }
}

extension ModelFailure {
    fileprivate var exitCode: ExitCode {
        switch kind {
        case .noCandidate, .budgetSpent: .noCandidate
        case .unknownWorkload: .usage
        // Refused before anything was sent, such as an empty prompt.
        case .invalidRequest where attempts.isEmpty: .usage
        default: .failure
        }
    }
}
