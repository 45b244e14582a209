public import Foundation

/// A server with TLS, run by another program: no TLS is written here, and what a client accepts is better shown by a stranger.
public struct TLSServer: Sendable {
    /// The port the kernel chose.
    public let port: Int
    /// The server's certificate, which signs itself, and so its own authority.
    public let certificate: String

    private let folder: URL
    private let process: ChildProcess

    /// No certificate could be made, or the program said no port.
    public struct NotStarted: Error {}

    /// Starts a script of the folder `Programs`, which is given certificate and key, and prints its port first.
    ///
    /// - Parameters:
    ///   - input: What the script finds in the file that is its last argument; `nil`: it has no such argument.
    ///   - name: The host name in the certificate, beside `127.0.0.1` when it is `localhost`.
    public init(_ program: String, script: String, input: Data? = nil, name: String = "localhost") async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "waybill-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        certificate = folder.appending(path: "certificate.pem").path
        let key = folder.appending(path: "key.pem").path
        let names = name == "localhost" ? "DNS:localhost,IP:127.0.0.1" : "DNS:\(name)"
        let openssl = try ChildProcess(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
            "/CN=\(name)", "-addext", "subjectAltName=\(names)", "-keyout", key, "-out", certificate)
        guard await openssl.status() == 0 else { throw NotStarted() }

        var arguments = [certificate, key]
        if let input {
            let file = folder.appending(path: "input")
            try input.write(to: file)
            arguments.append(file.path)
        }
        let programs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Programs")
        let process = try ChildProcess([program, programs.appending(path: script).path] + arguments)
        self.process = process
        guard await eventually({ !process.lines.isEmpty }), let port = process.lines.first.flatMap({ Int($0) }) else { throw NotStarted() }
        self.port = port
    }

    /// What the server printed after its port, by lines.
    public var lines: [String] { Array(process.lines.dropFirst()) }

    /// The absolute URL of a path on this server.
    public func url(_ path: String = "/", host: String = "127.0.0.1") -> String { "https://\(host):\(port)\(path)" }

    /// Ends the program.
    public func stop() {
        process.stop()
        // Left behind in the temporary folder, the certificate does no harm.
        try? FileManager.default.removeItem(at: folder)
    }
}
