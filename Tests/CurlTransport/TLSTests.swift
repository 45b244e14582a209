import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

@Suite(
    .timeLimit(.minutes(1)), .serialized,
    .enabled(if: ChildProcess.canRun("python3", "openssl"), "A server with TLS takes python3 and openssl on the PATH."))
struct TLSTests {
    @Test func certificateIsVerifiedAgainstTheAuthoritiesOfTheRequest() async throws {
        let server = try await TLSServer("python3", script: "tls_server.py")
        let stranger = try await TLSServer("python3", script: "tls_server.py")
        let transport = CurlTransport()
        defer {
            transport.close()
            server.stop()
            stranger.stop()
        }
        func send(authority: String?, host: String = "127.0.0.1") async -> Recording {
            let rules = ConnectionRules(certificateAuthorityFile: authority)
            return await Recording(TransportRequest(url: server.url(host: host), body: [1], connection: rules), on: transport).finished()
        }

        let unverified = await send(authority: nil)
        #expect(unverified.failure?.kind == .tls)
        #expect(unverified.events.count == 1)

        let verified = await send(authority: server.certificate)
        #expect(verified.text == "ok")
        let again = await send(authority: server.certificate, host: "localhost")
        #expect(again.text == "ok")

        // A connection that was verified for one request does not serve another with other rules.
        #expect(await send(authority: nil).failure?.kind == .tls)
        #expect(await send(authority: stranger.certificate).failure?.kind == .tls)
        #expect(await send(authority: server.certificate).head?.reusedConnection == true)
    }

    @Test func certificateForAnotherNameIsRefused() async throws {
        let server = try await TLSServer("python3", script: "tls_server.py", name: "elsewhere.example")
        let transport = CurlTransport()
        defer {
            transport.close()
            server.stop()
        }
        let rules = ConnectionRules(certificateAuthorityFile: server.certificate)
        let recording = await Recording(TransportRequest(url: server.url(), body: [1], connection: rules), on: transport).finished()
        #expect(recording.failure?.kind == .tls)
        #expect(recording.failure?.detail.isEmpty == false)
    }
}
