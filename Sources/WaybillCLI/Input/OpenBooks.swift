import Waybill
import WaybillLedger

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

extension LedgerPathOptions {
    /// Opens the books, and begins them where there are none.
    ///
    /// What keeps them from their work is told on standard error, and no reason not to call.
    ///
    /// - Returns: The books; `nil` where there are to be none, or they cannot be opened.
    func open() -> SQLiteLedger? {
        switch place {
        case .nowhere: return nil
        case .file(let path): return Self.open(path)
        case .usual(let folder):
            Self.makeFolder(folder)
            return Self.open(Self.file(in: folder))
        case .homeless:
            Self.tell("The call is not in the books: there is no home folder for them. '--ledger' names a place.")
            return nil
        }
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

    /// Makes a folder with those around it, for its owner alone, as the specification of such folders asks.
    ///
    /// Where that fails the books cannot be opened, which says why.
    private static func makeFolder(_ path: String) {
        var end = path.startIndex
        while end < path.endIndex {
            end = path[path.index(after: end)...].firstIndex(of: "/") ?? path.endIndex
            _ = mkdir(String(path[..<end]), 0o700)
        }
    }

    private static func tell(_ sentence: String) {
        OutputChannel.errors.report(OutputChannel.errors.look.note(sentence))
    }
}
