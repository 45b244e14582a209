import Testing

@testable import WaybillInterchange

struct NamesTests {
    @Test(arguments: [("a/b", "a", "b"), ("openrouter/anthropic/claude", "openrouter", "anthropic/claude")])
    func modelsAreReadUpToTheFirstSlash(text: String, provider: String, id: String) {
        #expect(ModelName(text) == ModelName(provider: provider, id: id))
        #expect(ModelName(text)?.description == text)
    }

    @Test(arguments: ["", "a", "/a", "a/"])
    func halfANameIsNone(text: String) {
        #expect(ModelName(text) == nil)
    }

    @Test func workloadsHaveNoSlash() {
        #expect(Workload("support-chat").isValid)
        #expect(!Workload("openai/gpt").isValid)
        #expect(!Workload("").isValid)
    }

    @Test(arguments: [
        ("modles", "models"), ("gpt-5.4-mimi", "gpt-5.4-mini"), ("dealdine", "deadline"), ("MODELS", "models"), ("x", nil), ("", nil),
        ("completely-different", nil),
    ])
    func theNearestWordIsSuggested(word: String, expected: String?) {
        #expect(nearestWord(to: word, among: ["deadline", "models", "gpt-5.4-mini", "gpt-5.4-nano"]) == expected)
    }

    @Test(arguments: [
        ("$0.002", "$0.002"), ("$12.5", "$12.50"), ("$0", "$0.00"), ("$0.000000000001", "$0.000000000001"), ("$1000000", "$1000000.00"),
    ])
    func moneyIsReadExactly(text: String, printed: String) throws {
        #expect(try #require(Money(text)).description == printed)
    }

    @Test(arguments: ["5", "$", "$.5", "$1.", "$-1", "$1e3", "$0.0000000000001", "$1,000", "€5"])
    func whatIsNoMoneyIsRefused(text: String) {
        #expect(Money(text) == nil)
    }

    @Test(arguments: [
        (Duration.microseconds(12), "12µs"), (.milliseconds(850), "850ms"), (.seconds(3), "3s"), (.milliseconds(1_500), "1.5s"),
        (.seconds(1_200), "20m"), (.seconds(7_200), "2h"), (.zero, "0µs"),
    ])
    func durationsReadWell(duration: Duration, text: String) {
        #expect(duration.shortText == text)
    }

    @Test func base64GoesBothWays() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37) }
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        }
        #expect(Base64.encode(Array("Man".utf8)) == "TWFu")
        #expect(Base64.encode(Array("Ma".utf8)) == "TWE=")
        #expect(Base64.decode("TWE") == Array("Ma".utf8))
        for text in ["T", "T?==", "=", "==", "TWE==", "TWEu=", "TQ=", "TWFu=", "TW E=", "TWE=\n", "TWE=TWE=", "TWFu===="] {
            #expect(Base64.decode(text) == nil, "\(text)")
        }
    }

    @Test func credentialsNeverPrint() {
        let field = HeaderField("Authorization", "Bearer secret-key", isSensitive: true)
        var dumped = ""
        dump(field, to: &dumped)
        for text in ["\(field)", String(reflecting: field), dumped] { #expect(!text.contains("secret-key")) }
    }

    @Test func aFailuresDescriptionNeverHoldsTheProvidersWords() {
        var failure = ModelFailure(.invalidRequest, scope: .request, "The provider refused the request.", providerMessage: "PLANTED prompt")
        failure.partial = [.assistant("PLANTED answer")]
        var dumped = ""
        dump(failure, to: &dumped)
        for text in ["\(failure)", String(reflecting: failure), dumped] { #expect(!text.contains("PLANTED")) }
    }
}
