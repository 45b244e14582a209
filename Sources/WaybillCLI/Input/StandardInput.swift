#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Standard input, for prompts and requests.
enum StandardInput {
    /// The prompt; `nil` where standard input is a terminal, is closed or holds nothing.
    ///
    /// One line break at the end is dropped, since `echo` adds it: piped and given as an argument, a prompt is the same request. All other bytes
    /// are kept; what is no UTF-8 is refused, since repairing it would change the words in silence.
    static func prompt() throws(InputError) -> String? {
        guard !isTerminal else { return nil }
        let bytes = try read()
        guard !bytes.isEmpty else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw InputError("The prompt on standard input is not UTF-8; convert it first, for example with iconv.")
        }
        return text.last == "\n" || text.last == "\r\n" ? String(text.dropLast()) : text
    }

    /// Whether a person would have to type it.
    static var isTerminal: Bool { isatty(STDIN_FILENO) != 0 }

    /// Whether there is a file, a pipe or the like.
    ///
    /// Where a program was started without standard input, its number may belong to something that the runtime opened, which is of no kind.
    static var isOpen: Bool {
        var status = stat()
        return fstat(STDIN_FILENO, &status) == 0 && status.st_mode & S_IFMT != 0
    }

    /// Everything that comes from standard input; nothing where it is closed.
    static func read() throws(InputError) -> [UInt8] {
        guard isOpen else { return [] }
        do throws(BoundedRead.Problem) {
            return try BoundedRead.bytes(STDIN_FILENO)
        } catch {
            throw InputError("Standard input \(error.reason).")
        }
    }
}
