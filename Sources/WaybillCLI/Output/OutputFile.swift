#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that a command makes whole or not at all: who reads it meanwhile sees what was there before.
struct OutputFile {
    let path: String

    /// Writes a text in place of what is there.
    ///
    /// It is written beside the file, which it then replaces; links are followed, and permissions stay. What is no file, such as `/dev/stdout`, is
    /// written directly.
    func write(_ text: String) throws(OutputFileError) {
        var status = stat()
        let isThere = stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        if isThere, kind == S_IFDIR { throw OutputFileError(path: path, code: EISDIR) }
        if isThere, kind != S_IFREG { return try fill(path, O_WRONLY, 0, text) }
        // A file that may not be written is not replaced either.
        if isThere, access(path, W_OK) != 0 { throw OutputFileError(path: path, code: errno) }
        let goal = isThere ? followed : path
        let draft = "\(goal).\(getpid()).draft"
        do throws(OutputFileError) {
            try fill(draft, O_WRONLY | O_CREAT | O_EXCL, isThere ? status.st_mode & 0o777 : 0o666, text)
            guard rename(draft, goal) == 0 else { throw OutputFileError(path: path, code: errno) }
        } catch {
            if error.code != EEXIST { unlink(draft) }
            throw error
        }
    }

    /// Where links lead.
    private var followed: String {
        guard let pointer = realpath(path, nil) else { return path }
        defer { free(pointer) }
        return String(cString: pointer)
    }

    private func fill(_ place: String, _ flags: Int32, _ mode: mode_t, _ text: String) throws(OutputFileError) {
        let descriptor = open(place, flags | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw OutputFileError(path: path, code: errno) }
        var failure: Int32 = 0
        do throws(OutputError) {
            try OutputChannel(descriptor: descriptor).write(text)
        } catch {
            failure = error.code
        }
        // Some file systems say only now that there is no room.
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else { throw OutputFileError(path: path, code: failure) }
    }
}

/// A file that cannot be written.
struct OutputFileError: Error, CustomStringConvertible {
    let path: String
    /// The system's number of the error.
    let code: Int32

    /// What cannot be done, why, and what to do.
    var description: String {
        let reason = code == EISDIR ? "it is a folder" : String(cString: strerror(code))
        let advice =
            switch code {
            case EISDIR: "Give the path of a file in it."
            case ENOENT: "See that its folder is there."
            case EACCES, EPERM, EROFS: "Give a path that you may write to."
            case ENOSPC, EDQUOT: "What was there stays as it was. Make room, or give a path on another disk."
            default: "Give another path."
            }
        return "\(path) cannot be written: \(reason). \(advice)"
    }
}
