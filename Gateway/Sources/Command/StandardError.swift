#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Where the gateway tells its operator what happens.
enum StandardError {
    /// Writes a line in one piece.
    static func say(_ line: String) {
        let bytes = Array("\(line)\n".utf8)
        // Nobody is left to tell that this failed.
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
