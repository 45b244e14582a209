#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A journal: records in the order in which they came, until they are in the database.
///
/// Whoever has it open holds the lock on it. So others see that its process is alive, and of two that find it left behind one alone takes it in.
final class JournalFile: Sendable {
    /// The file's name, which no other journal ever has.
    let name: String
    private let path: String
    private let descriptor: Int32

    private init(name: String, path: String, descriptor: Int32) {
        self.name = name
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Makes a journal.
    static func create(_ name: String, in folder: String) throws(SystemFault) -> JournalFile? {
        try open(name, in: folder, O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC)
    }

    /// Opens a journal that is there.
    ///
    /// - Returns: `nil` where it is gone or somebody else has it open.
    static func open(_ name: String, in folder: String) throws(SystemFault) -> JournalFile? {
        try open(name, in: folder, O_RDWR | O_APPEND | O_CLOEXEC)
    }

    private static func open(_ name: String, in folder: String, _ flags: Int32) throws(SystemFault) -> JournalFile? {
        let path = "\(folder)/\(name)"
        let descriptor = systemOpen(path, flags)
        guard descriptor >= 0 else {
            if errno == ENOENT && flags & O_CREAT == 0 { return nil }
            throw SystemFault("open", path)
        }
        let file = JournalFile(name: name, path: path, descriptor: descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            if errno == EWOULDBLOCK { return nil }
            throw SystemFault("lock", path)
        }
        // Between opening and locking it another process may have taken it in and deleted it.
        return try file.status().st_nlink == 0 ? nil : file
    }

    /// How many bytes it has.
    func size() throws(SystemFault) -> Int { Int(try status().st_size) }

    private func status() throws(SystemFault) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw SystemFault("look at", path) }
        return status
    }

    /// Appends bytes with a single write.
    ///
    /// - Parameter end: Where the file ended before; it ends there again where they cannot be written.
    func append(_ bytes: UnsafeRawBufferPointer, after end: Int) throws(AppendFault) {
        var written = write(descriptor, bytes.baseAddress, bytes.count)
        while written < 0, errno == EINTR { written = write(descriptor, bytes.baseAddress, bytes.count) }
        guard written != bytes.count else { return }
        // A write that ends early does so for want of room, and says so only when it is asked again.
        let code = written < 0 ? errno : ENOSPC
        let isWhole = written <= 0 || ftruncate(descriptor, off_t(end)) == 0
        throw AppendFault(cause: SystemFault("write to", path, code), leavesPart: !isWhole)
    }

    /// Why a record could not be appended.
    struct AppendFault: Error {
        /// What the system said.
        var cause: SystemFault
        /// Whether part of the record stands in the file, after which nothing can be appended.
        var leavesPart: Bool
    }

    /// Reads as many bytes as there are of those that are asked for.
    func read(_ count: Int, at offset: Int) throws(SystemFault) -> [UInt8] {
        var failed = false
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
                if got > 0 {
                    filled += got
                } else if got == 0 || errno != EINTR {
                    failed = got < 0
                    return
                }
            }
        }
        if failed { throw SystemFault("read", path) }
        return bytes
    }

    /// Deletes the file.
    func delete() throws(SystemFault) {
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemFault("delete", path) }
    }

    /// Puts the file aside under a name by which nobody takes it in.
    func putAside() throws(SystemFault) {
        guard rename(path, "\(path).damaged") == 0 else { throw SystemFault("rename", path) }
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 {
    while true {
        let descriptor = open(path, flags, 0o600)
        if descriptor >= 0 || errno != EINTR { return descriptor }
    }
}
