#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What can be told of a set of files without reading them: two stamps are the same only where nothing was changed in between.
///
/// Links are followed, so that one that leads elsewhere now makes another stamp.
package struct FileStamp: Sendable, Hashable {
    /// What the system says of one file.
    private enum Entry: Sendable, Hashable {
        case absent(Int32)
        case folder(FileProblem)
        case present(device: UInt64, inode: UInt64, size: Int64, modified: Duration, changed: Duration)
    }

    private var entries: [String: Entry] = [:]
    /// Whether what cannot be missing is: the main file or the folder of the provider files.
    let isIncomplete: Bool

    /// Looks at files.
    package init(of set: FileSet) {
        var names: [String] = []
        var hasFolder = true
        if let folder = set.folder {
            do throws(FileProblem) {
                names = try FileContents.names(inFolder: folder).filter(FileSet.counts).map { "\(folder)/\($0)" }
            } catch {
                entries[folder] = .folder(error)
                hasFolder = false
            }
        }
        for path in set.named + names { entries[path] = Self.entry(of: path) }
        if case .absent? = entries[set.main] { isIncomplete = true } else { isIncomplete = !hasFolder }
    }

    private static func entry(of path: String) -> Entry {
        var status = stat()
        guard stat(path, &status) == 0 else { return .absent(errno) }
        // Whoever gives a file back its old time of modification cannot give back that of its change.
        return .present(
            device: UInt64(truncatingIfNeeded: status.st_dev), inode: UInt64(status.st_ino), size: Int64(status.st_size),
            modified: Duration(status.modified), changed: Duration(status.changed))
    }
}

extension stat {
    #if canImport(Darwin)
    fileprivate var modified: timespec { st_mtimespec }
    fileprivate var changed: timespec { st_ctimespec }
    #else
    fileprivate var modified: timespec { st_mtim }
    fileprivate var changed: timespec { st_ctim }
    #endif
}

extension Duration {
    fileprivate init(_ time: timespec) { self = .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec)) }
}
