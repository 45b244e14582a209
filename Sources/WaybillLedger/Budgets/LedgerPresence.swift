import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Shows other processes that this one is alive while it has anything reserved: a file that it holds the lock on.
final class LedgerPresence: Sendable {
    private let folder: JournalFolder
    private let file = Mutex<JournalFile?>(nil)

    init(in folder: JournalFolder) { self.folder = folder }

    /// The name under which this process reserves; `nil`: it never did.
    var owner: String? { file.withLock { $0?.name } }

    /// Whether this process has ever reserved anything.
    var isShown: Bool { owner != nil }

    /// The name under which this process reserves, which is shown from now on.
    func show() throws(SystemFault) -> String {
        try file.withLock { file throws(SystemFault) in
            if let file { return file.name }
            let made = try folder.create(kind: .presence)
            file = made
            return made.name
        }
    }

    /// Nothing is reserved any more.
    ///
    /// - Throws: Where the file cannot be deleted; its lock is let go all the same, so that others find it to belong to nobody.
    func hide() throws(SystemFault) {
        let shown = file.withLock { $0.take() }
        try shown?.delete()
    }

    /// The names under which others reserve, or did.
    func others() throws(SystemFault) -> [String] { try folder.names(of: .presence).filter { $0 != owner } }

    /// Does something for a process that is gone, once all that it recorded is in the books.
    func ifGone(_ owner: String, _ body: () throws -> Void) throws {
        guard owner != self.owner, try !folder.hasJournal(besides: owner) else { return }
        guard let left = try folder.open(owner) else {
            // In use, unless it is gone.
            if access("\(folder.path)/\(owner)", F_OK) != 0 { try body() }
            return
        }
        try body()
        try left.delete()
    }
}
