#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Reads a file or standard input to its end, up to a limit.
enum BoundedRead {
    /// The most that is read: as much as a transport takes back.
    static let limit = 64 << 20

    /// Why nothing could be read: the end of a sentence that begins with the name of what was to be read.
    struct Problem: Error {
        let reason: String
    }

    /// The bytes of a file, or of a pipe, so that `<(…)` works.
    static func file(_ path: String) throws(Problem) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw problem(errno) }
        defer { close(descriptor) }
        return try bytes(descriptor)
    }

    /// The bytes of an open file.
    static func bytes(_ descriptor: Int32) throws(Problem) -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count == 0 { return result }
            if count < 0 {
                if errno == EINTR { continue }
                throw problem(errno)
            }
            result += buffer[..<count]
            guard result.count <= limit else { throw Problem(reason: "is larger than \(limit >> 20) MB, which is more than is read") }
        }
    }

    /// What an error number of the system's means for who named the file.
    static func problem(_ code: Int32) -> Problem {
        switch code {
        case ENOENT: Problem(reason: "does not exist")
        case EISDIR: Problem(reason: "is a folder, not a file")
        case EACCES, EPERM: Problem(reason: "cannot be read: permission denied")
        default: Problem(reason: "cannot be read: \(String(cString: strerror(code)))")
        }
    }
}
