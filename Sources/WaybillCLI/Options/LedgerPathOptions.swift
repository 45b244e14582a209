import ArgumentParser
import Waybill
import WaybillLedger

/// Where the books are.
struct LedgerPathOptions: ParsableArguments {
    @Option(
        name: .customLong("ledger"),
        help: ArgumentHelp(
            "The books: a SQLite file, or 'none'. (default: $WAYBILL_LEDGER, else waybill/ledger.sqlite in the folder for state)",
            valueName: "path"))
    private var givenPath: String?

    func validate() throws {
        if givenPath?.isEmpty == true { throw ValidationError("The path given with '--ledger' is empty; 'none' keeps no books.") }
    }
}

extension LedgerPathOptions {
    /// Where books are.
    enum Place {
        /// There are none, since nobody wants them.
        case nowhere
        /// In this file, which was asked for.
        case file(String)
        /// In this folder, which may not be there yet, since nobody said anything.
        case usual(folder: String)
        /// Nobody said anything, and there is no home to put them in.
        case homeless
    }

    /// Where the books are, by the option, the environment or custom.
    var place: Place {
        let asked = givenPath ?? ProcessEnvironment.value("WAYBILL_LEDGER") ?? ""
        if asked == "none" { return .nowhere }
        if !asked.isEmpty { return .file(asked) }
        // By the XDG Base Directory Specification, a path that is not absolute is to be passed over.
        if let state = ProcessEnvironment.value("XDG_STATE_HOME"), state.hasPrefix("/") { return .usual(folder: "\(state)/waybill") }
        guard let home = ProcessEnvironment.value("HOME"), home.hasPrefix("/") else { return .homeless }
        return .usual(folder: "\(home)/.local/state/waybill")
    }

    /// The path of the books that a command reads.
    ///
    /// - Throws: `ValidationError` where there are none by what was asked for.
    func pathForReading() throws -> String {
        switch place {
        case .nowhere: throw ValidationError("With '--ledger none' there are no books to read.")
        case .homeless: throw ValidationError("There is no home folder to look for books in: say where they are with '--ledger'.")
        case .file(let path): return path
        case .usual(let folder): return Self.file(in: folder)
        }
    }

    static func file(in folder: String) -> String { "\(folder)/ledger.sqlite" }
}
