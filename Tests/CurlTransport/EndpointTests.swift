import Testing
import WaybillInterchange

@testable import WaybillCurlTransport

struct EndpointTests {
    @Test(arguments: ["127.0.0.1", "127.255.255.254", "localhost", "LocalHost", "[::1]", "[0:0:0:0:0:0:0:1]"])
    func loopback(host: String) {
        #expect(Endpoint.isLoopback(host))
    }

    @Test(arguments: [
        "128.0.0.1", "0.0.0.0", "10.127.0.1", "[::]", "[::2]", "[::ffff:7f00:1]", "::1", "localhost.", "127.0.0.1.example.com", "",
    ])
    func beyondLoopback(host: String) {
        #expect(!Endpoint.isLoopback(host))
    }

    @Test(arguments: ["http://0x7f000001/", "http://2130706433/", "http://127.1/", "http://[::1]:8080/v1", "https://localhost/"])
    func otherSpellingsOfLoopback(url: String) throws {
        #expect(try Endpoint(url, rules: ConnectionRules()).isLoopback)
    }
}
