import Foundation
import LoopbackServer
import Testing
import WaybillCurlTransport
import WaybillInterchange

/// The proxy is taken from the environment, which belongs to the whole process: each test has one of its own.
struct ProxyTests {
    @Test func plainHTTPGoesThroughTheProxyButNeverToLoopback() async {
        await #expect(processExitsWith: .success) {
            let proxy = try Wire { request in .text("proxied \(request.path)") }
            let server = try LoopbackServer { _ in .text("direct") }
            setenv("http_proxy", "http://127.0.0.1:\(proxy.server.port)", 1)
            let url = "http://elsewhere.invalid/v1"
            let away = await proxy.send(TransportRequest(url: url, connection: ConnectionRules(allowsPlainHTTP: true)))
            precondition(away.text == "proxied \(url)", away.text)
            let here = await proxy.send(TransportRequest(url: server.url()))
            precondition(here.text == "direct", here.text)
        }
    }

    @Test func proxyThatRefusesTheTunnelIsAFailureToConnect() async {
        await #expect(processExitsWith: .success) {
            let proxy = try Wire { _ in .text("no", status: 403) }
            setenv("https_proxy", "http://127.0.0.1:\(proxy.server.port)", 1)
            let recording = await proxy.send(TransportRequest(url: "https://elsewhere.invalid/"))
            precondition(recording.failure?.kind == .connect, "\(recording.events)")
            precondition(proxy.server.requests.map(\.method) == ["CONNECT"])
        }
    }
}
