#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file or standard input of any size, read chunk by chunk.
struct ChunkedInput {
    /// The path; `-` is standard input.
    let path: String

    private static let chunkSize = 256 << 10

    /// What messages call it.
    var name: String { path == "-" ? "standard input" : path }

    /// The bytes that it has, where that is known.
    var size: Int? {
        var status = stat()
        let isKnown = path == "-" ? fstat(STDIN_FILENO, &status) : stat(path, &status)
        return isKnown == 0 && status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    }

    /// Reads to the end; a chunk is what was there when it was asked for.
    ///
    /// - Throws: ``InputError`` where it cannot be read, and what `body` throws.
    func forEachChunk(_ body: (RawSpan) throws -> Void) throws {
        guard path != "-" else {
            if StandardInput.isOpen { try read(STDIN_FILENO, body) }
            return
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        try read(descriptor, body)
    }

    private func read(_ descriptor: Int32, _ body: (RawSpan) throws -> Void) throws {
        var buffer = [UInt8](repeating: 0, count: Self.chunkSize)
        while true {
            let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0) }
            if count == 0 { return }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(errno)
            }
            try body(buffer.span.bytes.extracting(first: count))
        }
    }

    private func failure(_ code: Int32) -> InputError {
        let reason = BoundedRead.problem(code).reason
        return InputError(path == "-" ? "Standard input \(reason)." : "The file '\(path)' \(reason).")
    }
}

/// The system's `read`, which the methods of an input would hide.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawBufferPointer) -> Int {
    read(descriptor, buffer.baseAddress, buffer.count)
}
