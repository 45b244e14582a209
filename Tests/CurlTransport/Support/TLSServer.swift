import Foundation
import LoopbackServer

/// A server with TLS, run by another program: no TLS is written here, and what a client accepts is better shown by a stranger.
struct TLSServer {
    let port: Int
    /// The server's certificate, which signs itself, and so its own authority.
    let certificate: String

    private let folder: URL
    private let process: ChildProcess

    struct NotStarted: Error {}

    /// Starts a fixture: a script that is given certificate and key, and prints its port first.
    ///
    /// - Parameter name: The host name in the certificate, beside `127.0.0.1` when it is `localhost`.
    init(_ program: String, script: String, name: String = "localhost") async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let names = name == "localhost" ? "DNS:localhost,IP:127.0.0.1" : "DNS:\(name)"
        let openssl = try ChildProcess(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
            "/CN=\(name)", "-addext", "subjectAltName=\(names)", "-keyout", key, "-out", certificate)
        guard await openssl.status() == 0 else { throw NotStarted() }

        let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")
        let process = try ChildProcess(program, fixtures.appending(path: script).path, certificate, key)
        self.process = process
        guard await eventually({ !process.lines.isEmpty }), let port = process.lines.first.flatMap({ Int($0) }) else { throw NotStarted() }
        self.port = port
    }

    /// What the server printed after its port, by lines.
    var lines: [String] { Array(process.lines.dropFirst()) }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "https://\(host):\(port)\(path)" }

    func stop() {
        process.stop()
        // Left behind in the temporary folder, the certificate does no harm.
        try? FileManager.default.removeItem(at: folder)
    }
}
