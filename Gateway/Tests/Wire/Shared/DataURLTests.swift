import Testing
import Waybill

@testable import GatewayWire

struct DataURLTests {
    @Test func aDataURLIsItsContent() throws {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        for count in [1, 2, 3, 999, 1_000] {
            let content = Array(bytes[..<count])
            let url = "data:image/png;base64,\(Base64.encode(content))"
            #expect(try ContentSource(url: url) == .bytes(content, mediaType: "image/png"))
        }
        #expect(
            try ContentSource(url: "DATA:image/svg+xml;charset=utf-8;BASE64,TWE")
                == .bytes([77, 97], mediaType: "image/svg+xml;charset=utf-8"))
    }

    @Test func anAddressStaysAsItIs() throws {
        #expect(try ContentSource(url: "https://example.com/a%20b.png?x=1#y") == .url("https://example.com/a%20b.png?x=1#y"))
    }

    @Test(arguments: [
        "", "data:", "data:,", "data:text/plain,hello", "data:image/png;base64", "data:image/png;base64,", "data:;base64,TWE=",
        "data:image;base64,TWE=", "data:image/png;base64,T", "data:image/png;base64,TWE==", "data:image/png;base64,TW E=",
        "data:image/png;base64,TWE=\n", "data:image/png;base64,TW=E", "data:image/png;base64,TWE-", "data:ima ge/png;base64,TWE=",
        "data:image/\(String(repeating: "x", count: 300));base64,TWE=",
    ])
    func whatIsNotWholeIsAFaultThatQuotesNothing(url: String) {
        let fault = #expect(throws: BodyFault.self) { try ContentSource(url: url) }
        let message = fault.map { InboundProblem($0).message } ?? ""
        #expect(!message.contains("TW") && !message.contains("xxx"), "\(message)")
    }

    @Test func manyBytesTakeLinearTime() throws {
        let content = [UInt8](repeating: 0xA5, count: 3_000_000)
        let url = "data:application/pdf;base64,\(Base64.encode(content))"
        let clock = ContinuousClock()
        let began = clock.now
        #expect(try ContentSource(dataURL: url) == .bytes(content, mediaType: "application/pdf"))
        #expect(clock.now - began < .seconds(5))
    }
}
