import Testing
import WaybillRoutes

struct BaseURLTests {
    @Test(arguments: [
        "https://api.openai.com/v1", "https://api.openai.com", "HTTPS://API.OPENAI.COM", "https://host:8443/a/b%20c", "https://10.0.0.1",
        "https://[2001:db8::1]:443/v1", "http://localhost:8080/v1", "http://127.0.0.1", "http://127.255.1.2:1", "http://[::1]:8000/v1",
        "http://gpu.localhost",
    ])
    func theseAreTaken(_ text: String) throws {
        try BaseURL.check(text, allowsPlainHTTP: false)
    }

    @Test(arguments: [
        "", "api.openai.com", "ftp://host", "https://", "https:///v1", "https://:8080", "https://host:", "https://host:0",
        "https://host:65536",
        "https://host:80x", "https://host/v1?key=x", "https://host/v1#x", "https://user@host", "https://user:pass@host/v1", "https://ho st",
        "https://host/ä", "https://host\\path", "https://host/\n", "https://[]/v1", "javascript:alert(1)", "https:/host",
    ])
    func theseAreRefused(_ text: String) {
        #expect(throws: BaseURL.Problem.self) { try BaseURL.check(text, allowsPlainHTTP: true) }
    }

    @Test(arguments: [
        "http://example.com", "http://10.0.0.1", "http://127.0.0.1.example.com", "http://localhost.example.com", "http://128.0.0.1",
        "http://[::2]", "http://127.1", "http://0.0.0.0", "http://localhostx",
    ])
    func plainHTTPGoesToThisMachineOnly(_ text: String) throws {
        #expect(throws: BaseURL.Problem.self) { try BaseURL.check(text, allowsPlainHTTP: false) }
        try BaseURL.check(text, allowsPlainHTTP: true)
    }

    @Test func whatMayBeAPasswordIsMarked() {
        for text in ["https://user:pass@host", "https://host?key=x"] {
            do throws(BaseURL.Problem) {
                try BaseURL.check(text, allowsPlainHTTP: false)
                Issue.record("\(text) was taken")
            } catch {
                #expect(error.mayHoldSecret)
            }
        }
    }
}
