import CWire
import Waybill

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A bare libcurl loop that sends exactly what Waybill would send.
final class BareClient {
    private let client: OpaquePointer
    private let threads: Int
    private let expectedBytes: Int

    /// - Parameter bodyBytes: The size of each answer's body.
    init(_ request: TransportRequest, threads: Int, bodyBytes: Int) {
        self.threads = threads
        expectedBytes = bodyBytes
        var lines = request.headers.map { strdup("\($0.name): \($0.value)") } + [strdup("Expect:")]
        defer { for line in lines { free(line) } }
        lines.append(nil)
        let constant = lines.map { UnsafePointer($0) }
        client = bare_client_make(request.url, constant, request.body, request.body.count, Int32(threads))
    }

    deinit { bare_client_free(client) }

    /// Makes this many exchanges, spread over the threads.
    func run(_ calls: Int) throws {
        let each = max(1, calls / threads)
        let received = bare_client_run(client, Int32(each))
        guard received == Int64(expectedBytes * each * threads) else {
            throw BenchmarkError("bare libcurl received \(received) bytes where \(expectedBytes * each * threads) were sent")
        }
    }
}
