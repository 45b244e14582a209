import Waybill

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard output or standard error.
///
/// Every piece is written at once, without a buffer, so that a streamed answer is seen as it comes.
struct OutputChannel: Sendable {
    static let output = OutputChannel(descriptor: STDOUT_FILENO)
    static let errors = OutputChannel(descriptor: STDERR_FILENO)

    let descriptor: Int32

    /// Whether a person is looking.
    var isTerminal: Bool { isatty(descriptor) != 0 }

    /// How text for people is to look here.
    var look: Look { Look(isTerminal: isTerminal, columns: columns) }

    /// Writes all of a text.
    func write(_ text: String) throws(OutputError) {
        try write(Array(text.utf8))
    }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(OutputError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                // Somebody made the other end non-blocking; a terminal shared with such a program is enough.
                var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&wait, 1, -1)
            } else if errno != EINTR {
                throw OutputError(code: errno)
            }
        }
    }

    /// Writes one JSON value: on one line for programs, indented on a terminal.
    func write(_ json: JSONValue) throws(OutputError) {
        try write(json.text(style: isTerminal ? .pretty : .asWritten) + "\n")
    }

    /// Writes a text where nobody could be told that it failed: on standard error.
    func report(_ text: String) {
        do { try write(text) } catch {}
    }

    private var columns: Int? {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }
}

/// The system's `write`, which the methods of a channel would hide.
private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    write(descriptor, bytes.baseAddress, bytes.count)
}

/// Standard output does not take what is written.
struct OutputError: Error, CustomStringConvertible {
    /// The system's number of the error.
    let code: Int32

    /// Whether the reader went away, as `head` does: nothing to complain of.
    var isClosedPipe: Bool { code == EPIPE }

    var description: String { "Standard output cannot be written: \(String(cString: strerror(code)))." }
}
