#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The folders in which something may happen that changes a set of files, and the names that matter there.
///
/// These are the folders of the files, and those of every part of the way there: a folder or a link on the way may be put in another's place, as
/// the `..data` of a mounted config map is.
struct WatchedFolders: Sendable, Hashable {
    /// What matters in one folder.
    struct Interest: Sendable, Hashable {
        /// The names; `nil`: all.
        var names: Set<String>? = []
        /// Whether it matters what is written to the files, and not only which there are.
        var includesContents = false

        func matters(_ name: String) -> Bool { names?.contains(name) ?? true }
    }

    /// As many links may follow each other as the system itself would follow.
    private static let mostLinks = 40

    /// What matters in each folder, by its path without links.
    private(set) var folders: [String: Interest] = [:]

    /// Finds the folders as they are now.
    init(of set: FileSet) {
        for path in set.named { _ = walk(to: path) }
        guard let folder = set.folder, let real = walk(to: folder) else { return }
        folders[real, default: Interest()].names = nil
        folders[real]?.includesContents = true
        // What happens to a file within the folder is seen there, but not what happens to one that it links to.
        let names = (try? FileContents.names(inFolder: real)) ?? []
        for name in names where FileSet.counts(name) && Self.target(of: "\(real)/\(name)") != nil { _ = walk(to: "\(real)/\(name)") }
    }

    /// Notes every folder on the way to a file.
    ///
    /// - Returns: Where the path leads, without links; `nil` where it leads nowhere.
    private mutating func walk(to path: String) -> String? {
        var folder = ""
        var parts = Self.parts(of: path.hasPrefix("/") ? path : "\(Self.workingFolder)/\(path)")
        var links = 0
        while let part = parts.popLast() {
            guard part != ".." else {
                folder = WaybillRouteFiles.folder(of: folder)
                if folder == "/" { folder = "" }
                continue
            }
            let here = "\(folder)/\(part)"
            note(part, in: folder.isEmpty ? "/" : folder, isLast: parts.isEmpty)
            guard Self.exists(here) else { return nil }
            guard let target = Self.target(of: here) else {
                folder = here
                continue
            }
            links += 1
            guard links <= Self.mostLinks else { return nil }
            if target.hasPrefix("/") { folder = "" }
            parts += Self.parts(of: target)
        }
        return folder.isEmpty ? "/" : folder
    }

    private mutating func note(_ name: String, in folder: String, isLast: Bool) {
        folders[folder, default: Interest()].names?.insert(name)
        if isLast { folders[folder]?.includesContents = true }
    }

    /// The parts of a path, the last first.
    private static func parts(of path: String) -> [String] {
        path.split(separator: "/").filter { $0 != "." }.map(String.init).reversed()
    }

    private static func exists(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }

    /// What a link leads to; `nil` where the path is none.
    private static func target(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count > 0 ? String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    private static var workingFolder: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }
}
