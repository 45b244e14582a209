#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system said to an attempt to do something with a file.
struct SystemFault: Error, CustomStringConvertible {
    /// What was tried, as a verb.
    var verb: String
    var path: String
    /// The system's number of the error.
    var code: Int32

    init(_ verb: String, _ path: String, _ code: Int32 = errno) {
        self.verb = verb
        self.path = path
        self.code = code
    }

    /// The reason in words, such as `No space left on device`.
    var reason: String { String(cString: strerror(code)) }

    var description: String { "cannot \(verb) \(path): \(reason)" }
}
