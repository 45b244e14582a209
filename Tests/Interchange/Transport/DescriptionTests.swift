import Testing
import WaybillInterchange

/// What is printed or dumped by accident holds neither prompt, answer nor key.
struct DescriptionTests {
    private func everyText(of value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        return "\(value) \(String(reflecting: value)) \([value]) \(dumped)"
    }

    @Test func requestsShowTheSizeOfTheirBodyAndNoKey() {
        let header = HeaderField("Authorization", "Bearer PLANTED", isSensitive: true)
        // Bytes print as numbers, so the prompt is looked for as such.
        let body: [UInt8] = [201, 202, 203]
        let request = TransportRequest(url: "https://api.example.com/v1/responses", headers: [header], body: body)
        let encoded = EncodedRequest(path: "/responses", headers: [header], body: body)
        for text in [everyText(of: request), everyText(of: encoded)] {
            #expect(text.contains("/responses"))
            #expect(text.contains("3 bytes"))
            #expect(!text.contains("PLANTED"))
            #expect(!text.contains("202"))
        }
    }

    @Test func eventsOfTheWireShowTheSizeOfTheirBody() {
        let text = everyText(of: TransportEvent.body([201, 202, 203]))
        #expect(text.contains("3 bytes"))
        #expect(!text.contains("202"))
    }

    @Test func failuresShowNoWordsOfTheProviderAndNoAnswer() {
        var failure = ModelFailure(.serverError, scope: .model, "It failed.", providerMessage: "PLANTED")
        failure.partial = [.assistant("PLANTED")]
        #expect(!everyText(of: failure).contains("PLANTED"))
    }
}
