import WaybillRoutes

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why a file or a folder could not be read: the end of a sentence that begins with its path.
package struct FileProblem: Error, Hashable {
    package var reason: String
    /// Whether there is nothing under that path.
    var isMissing = false
    /// Which kind of fault it is.
    var fault = FileFault.unreadableFile

    init(_ reason: String) { self.reason = reason }

    init(tooLarge limit: String) {
        reason = "is larger than \(limit)"
        fault = .fileTooLarge
    }

    /// The system's reason for the failure of the last call.
    init(errno code: Int32) {
        switch code {
        case ENOENT:
            reason = "does not exist"
            isMissing = true
        case EACCES, EPERM: reason = "cannot be read: permission denied"
        case ENOTDIR: reason = "cannot be read: a part of its path is no folder"
        default: reason = "cannot be read: \(String(cString: strerror(code)))"
        }
    }
}

/// Reads regular files and folders, with bounds.
package enum FileContents {
    /// The bytes of a regular file.
    ///
    /// A pipe or a device is refused rather than waited for.
    package static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileProblem(errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileProblem(errno: errno) }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else { throw FileProblem("is a folder, not a file") }
        guard kind == S_IFREG else { throw FileProblem("is not a regular file") }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = buffer.withUnsafeMutableBytes { readBytes(descriptor, $0) }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileProblem(errno: errno)
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { throw FileProblem(tooLarge: sizeText(limit)) }
        }
    }

    /// Why a file cannot be read, without reading it; `nil` where it can.
    static func obstacle(to path: String) -> String? {
        access(path, R_OK) == 0 ? nil : FileProblem(errno: errno).reason
    }

    /// The names in a folder, sorted by their bytes; those that begin with a dot are left out.
    package static func names(inFolder path: String) throws(FileProblem) -> [String] {
        guard let folder = opendir(path) else {
            throw errno == ENOTDIR ? FileProblem("is a file, not a folder") : FileProblem(errno: errno)
        }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private static func sizeText(_ bytes: Int) -> String {
        bytes % 1_048_576 == 0 ? "\(bytes / 1_048_576) MiB" : "\(bytes / 1_024) KiB"
    }
}

/// The system's `read`, which `FileContents.read` would hide.
private func readBytes(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
