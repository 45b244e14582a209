#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A listening socket whose queue is full: whoever connects now waits, and nobody ever answers.
struct FullListener {
    let url: String
    private var descriptors: [Int32] = []

    struct NotAvailable: Error {}

    init() throws {
        #if canImport(Darwin)
        let type = SOCK_STREAM
        #else
        let type = Int32(SOCK_STREAM.rawValue)
        #endif
        let listener = socket(AF_INET, type, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        descriptors = [listener]
        let (isListening, port) = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                let isListening =
                    bind(listener, address, length) == 0 && getsockname(listener, address, &length) == 0 && listen(listener, 0) == 0
                return (isListening, pointer.pointee.sin_port)
            }
        }
        url = "http://127.0.0.1:\(UInt16(bigEndian: port))/"
        guard isListening else { throw NotAvailable() }
        // More than any queue of length zero takes; the later ones stay half open.
        for _ in 0..<8 {
            let client = socket(AF_INET, type, 0)
            _ = fcntl(client, F_SETFL, O_NONBLOCK)
            withUnsafePointer(to: &address) {
                _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(client, $0, length) }
            }
            descriptors.append(client)
        }
    }

    func close() {
        for descriptor in descriptors { closeDescriptor(descriptor) }
    }
}

private func closeDescriptor(_ descriptor: Int32) {
    close(descriptor)
}
