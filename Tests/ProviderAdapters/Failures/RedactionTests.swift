import Testing

@testable import WaybillProviderAdapters

struct RedactionTests {
    @Test(arguments: [
        ("Incorrect API key provided: sk-proj-ab****wxyz.", "Incorrect API key provided: •••"),
        ("Invalid bearer token: abc12345xyz", "Invalid bearer token: •••"),
        ("Authorization: Bearer q1w2e3r4t5", "Authorization: Bearer •••"),
        ("key AIzaSyA1234567890", "key •••"), ("bad gsk_abcdefgh12345 here", "bad ••• here"),
        ("0123456789abcdef0123456789abcdef is wrong", "••• is wrong"), ("abcd************wxyz", "•••"),
    ])
    func keysAreTakenOut(_ text: String, _ expected: String) {
        #expect(Redaction.quotable(text) == expected)
    }

    @Test(arguments: [
        "The model gpt-5.4-mini does not take temperature 0.3.", "max_tokens 128000 is over 64000",
        "request 4b3f9a52-7c1d-4e0a-9b1f-2f6d1c0e8a77",
        "req_0b7e41d2c95f4a8300691f2a40c1a881939d5f0e6b27c4a1d2", "Zu lang: größer als 5 €",
    ])
    func otherWordsStay(_ text: String) {
        #expect(Redaction.quotable(text) == text)
    }

    @Test func controlCharactersCannotReachATerminal() {
        #expect(Redaction.quotable("a\u{1B}[31mb\u{0}c\nd") == "a [31mb c\nd")
    }
}
