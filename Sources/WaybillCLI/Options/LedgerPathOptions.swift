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
    /// Where the books are, by the option, the environment or custom.
    var place: LedgerPlace { LedgerPlace(asked: givenPath) }

    /// The path of the books that a command reads.
    ///
    /// - Throws: `ValidationError` where there are none by what was asked for.
    func pathForReading() throws -> String {
        if let path = place.path { return path }
        throw ValidationError(
            place == .nowhere
                ? "With '--ledger none' there are no books to read."
                : "There is no home folder to look for books in: say where they are with '--ledger'.")
    }
}
