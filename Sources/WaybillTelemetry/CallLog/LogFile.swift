#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that lines are appended to, found again under its path where it was moved away.
struct LogFile: ~Copyable {
    let path: String
    private var descriptor: Int32

    init(_ path: String) throws(CallLogError) {
        self.path = path
        descriptor = try Self.open(path)
    }

    deinit { _ = close(descriptor) }

    /// Appends bytes with a single write.
    mutating func append(_ bytes: [UInt8]) throws(CallLogError) {
        if wasMoved {
            let fresh = try Self.open(path)
            _ = close(descriptor)
            descriptor = fresh
        }
        let written = bytes.withUnsafeBytes { bytes in
            while true {
                let written = write(descriptor, bytes.baseAddress, bytes.count)
                if written >= 0 || errno != EINTR { return written }
            }
        }
        // The rest of a line that found no room is begun as a line of its own by whoever writes next: readers skip it.
        if written != bytes.count { throw CallLogError(path, written < 0 ? errno : ENOSPC) }
    }

    /// Whether another file, or none, stands under the path.
    private var wasMoved: Bool {
        var (mine, found) = (stat(), stat())
        guard fstat(descriptor, &mine) == 0 else { return true }
        return stat(path, &found) != 0 || found.st_ino != mine.st_ino || found.st_dev != mine.st_dev
    }

    private static func open(_ path: String) throws(CallLogError) -> Int32 {
        let descriptor = systemOpen(path)
        guard descriptor >= 0 else { throw CallLogError(path, errno) }
        return descriptor
    }
}

private func systemOpen(_ path: String) -> Int32 { open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600) }

/// Why a log of calls cannot be written.
public struct CallLogError: Error, Hashable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// The system's number of the error.
    public let code: Int32

    init(_ path: String, _ code: Int32) {
        self.path = path
        self.code = code
    }

    /// What is wrong, where, and what to do.
    public var description: String {
        "The call log \(path) cannot be written: \(String(cString: strerror(code))). Give a path in a folder that is there and may be written."
    }
}
