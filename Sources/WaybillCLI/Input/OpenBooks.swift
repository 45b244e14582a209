import Waybill
import WaybillLedger

extension LedgerPathOptions {
    /// Opens the books, and begins them where there are none.
    ///
    /// What keeps them from their work is told on standard error, and no reason not to call.
    ///
    /// - Returns: The books; `nil` where there are to be none, or they cannot be opened.
    func open() -> SQLiteLedger? {
        place.makeFolder()
        if let path = place.path { return Self.open(path) }
        if place == .homeless { Self.tell("The call is not in the books: there is no home folder for them. '--ledger' names a place.") }
        return nil
    }

    private static func open(_ path: String) -> SQLiteLedger? {
        var options = LedgerOptions()
        options.logger = nil
        do throws(LedgerError) {
            return try SQLiteLedger(path: path, options: options) { problem in tell("The books: \(problem)") }
        } catch {
            tell("The call is not in the books. \(error)")
            return nil
        }
    }

    private static func tell(_ sentence: String) {
        OutputChannel.errors.report(OutputChannel.errors.look.note(sentence))
    }
}
