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

    /// Takes the folder of a database, and makes it where it is not there.
    init(beside database: String) throws(SystemFault) {
        path = "\(database).journals"
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw SystemFault("make the folder", path) }
    }

    /// Makes a journal with a name that no other ever had.
    func create() throws(SystemFault) -> JournalFile {
        while true {
            let name = "\(time(nil))-\(getpid())-\(String(UInt64.random(in: 0 ... .max), radix: 36)).journal"
            // Another process may take a journal for left behind, and delete it, before it is locked.
            if let file = try JournalFile.create(name, in: path) { return file }
        }
    }

    /// The journals that lie there, by their names.
    func names() throws(SystemFault) -> [String] {
        guard let folder = opendir(path) else { throw SystemFault("read the folder", path) }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasSuffix(".journal") { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether a journal is there.
    func has(_ name: String) -> Bool { access("\(path)/\(name)", F_OK) == 0 }

    /// Opens a journal that its process has left behind; `nil` where it is gone or in use.
    func open(_ name: String) throws(SystemFault) -> JournalFile? { try JournalFile.open(name, in: path) }
}
