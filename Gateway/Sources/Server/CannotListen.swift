import NIOCore

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Why a gateway takes no connections.
public struct CannotListen: Error, CustomStringConvertible {
    /// The address and the port, and what is wrong with them.
    public let description: String

    init(host: String, port: Int, _ error: any Error) {
        let code = (error as? IOError)?.errnoCode
        let reason = code.map { String(cString: strerror($0)) } ?? "\(error)"
        let advice =
            switch code {
            case EADDRINUSE: "Another program has the port; take another with --port, or 0 for any that is free"
            case EACCES: "Ports below 1024 are for the system's own programs; take another with --port"
            default: "Give an address of this machine with --host"
            }
        description = "The gateway cannot listen on \(host), port \(port): \(reason). \(advice)."
    }
}
