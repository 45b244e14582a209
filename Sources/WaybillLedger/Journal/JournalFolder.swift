#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folder beside a database where journals lie: one for every ledger that is open, and those whose processes did not close theirs.
struct JournalFolder: Sendable {
    let path: String
    /// Stands in the names of all files that this ledger makes there.
    private let ledger = String(UInt64.random(in: 0 ... .max), radix: 36)

    /// Takes the folder of a database, and makes it where it is not there.
    init(beside database: String) throws(SystemFault) {
        path = "\(database).journals"
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemFault("make the folder", path) }
    }

    /// What a file in the folder is for; its name ends so.
    enum Kind: String {
        /// It holds records.
        case journal
        /// It is held while its process has parts of budgets reserved.
        case presence
    }

    /// Makes a file with a name that no other ever had.
    func create(kind: Kind = .journal) throws(SystemFault) -> JournalFile {
        while true {
            let name = "\(time(nil))-\(getpid())-\(ledger)-\(String(UInt64.random(in: 0 ... .max), radix: 36)).\(kind)"
            // Another process may take a journal for left behind, and delete it, before it is locked.
            if let file = try JournalFile.create(name, in: path) { return file }
        }
    }

    /// The files of a kind that lie there, by their names.
    func names(of kind: Kind = .journal) throws(SystemFault) -> [String] {
        guard let folder = opendir(path) else { throw SystemFault("read the folder", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".\(kind)") { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether a journal is there.
    func has(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

    /// Whether journals lie there of the ledger that made another file.
    func hasJournal(besides name: String) throws(SystemFault) -> Bool {
        func ledger(_ name: String) -> Substring? { name.split(separator: "-").dropFirst(2).first }
        return try names().contains { ledger($0) == ledger(name) }
    }

    /// Opens a journal that its process has left behind; `nil` where it is gone or in use.
    func open(_ name: String) throws(SystemFault) -> JournalFile? { try JournalFile.open(name, in: path) }
}
