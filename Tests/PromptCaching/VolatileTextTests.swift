import Testing
import WaybillInterchange
import WaybillRoutes

@testable import WaybillPromptCaching

/// What is found in texts, and what must not be.
struct VolatileTextTests {
    private func spots(_ text: String, today: String? = "2026-11-20", values: [ValueSearch] = []) -> [String] {
        var text = text
        return text.withUTF8 { bytes in
            VolatileText.spots(in: bytes, today: today.flatMap { CalendarDay($0) }, values: values, atMost: 100)
                .map { "\($0.kind): \(String(decoding: bytes[$0.range], as: UTF8.self))" }
        }
    }

    static let volatile: [(text: String, spot: String)] = [
        ("Today is 2026-11-20.", "date: 2026-11-20"),
        ("Today is 2023-01-05.", "date: 2023-01-05"),
        ("Today's date: November 20, 2026", "date: November 20, 2026"),
        ("Current date is 20 November 2026.", "date: 20 November 2026"),
        ("Date: 20th of November, 2026", "date: 20th of November, 2026"),
        ("Heute ist der 20. November 2026.", "date: 20. November 2026"),
        ("The date is 20.11.2026.", "date: 20.11.2026"),
        ("It is Friday, 20 Nov 2020.", "date: 20 Nov 2020"),
        ("Today is Friday.", "date: Friday"),
        ("You are a clerk. 2026-11-21", "date: 2026-11-21"),
        ("as of 11/20/2026", "date: 11/20/2026"),
        ("Generated 2020-02-29T10:15:30.123Z", "date: 2020-02-29T10:15:30.123Z"),
        ("log of 2020-02-29 10:15", "date: 2020-02-29 10:15"),
        ("stamp 20261120T101530Z", "date: 20261120T101530Z"),
        ("The time is 10:15 am.", "time: 10:15 am"),
        ("Now: 09:05", "time: 09:05"),
        ("[10:15:30] hello", "time: 10:15:30"),
        ("timestamp=1763712000", "time: 1763712000"),
        ("t 1763712000123", "time: 1763712000123"),
        ("Conversation 6f9619ff-8b86-d011-b42d-00cf4fc964ff", "uuid: 6f9619ff-8b86-d011-b42d-00cf4fc964ff"),
        ("key 3F2504E0-4F89-11D3-9A0C-0305E82C3301.", "uuid: 3F2504E0-4F89-11D3-9A0C-0305E82C3301"),
        ("This is request number 4711.", "counter: 4711"),
        ("Session #42", "counter: 42"),
        ("request_id=8431", "counter: 8431"),
        (#"{"requestId": 8431}"#, "counter: 8431"),
        ("User ID: 99124", "counter: 99124"),
        ("trace id: 4f9a02bc", "identifier: 4f9a02bc"),
        ("sessionId=k3j9x0q2", "identifier: k3j9x0q2"),
        ("nonce: a8f3c1", "identifier: a8f3c1"),
        ("seed 9f86d081884c7d65", "identifier: 9f86d081884c7d65"),
        ("token Zk8Jq2xVb0Rw7Lm3Tn5Y", "identifier: Zk8Jq2xVb0Rw7Lm3Tn5Y"),
        ("req_01JD3K5X8QZ7W9V2M4N6P8R0T2", "identifier: 01JD3K5X8QZ7W9V2M4N6P8R0T2"),
    ]

    @Test(arguments: volatile.indices)
    func whatDiffersFromCallToCallIsFound(place: Int) {
        let (text, spot) = Self.volatile[place]
        #expect(spots(text) == [spot], "\(text)")
        #expect(spots("Line.\nÜber alles.\n\(text)\nEnd.") == [spot], "\(text)")
    }

    static let fixed = [
        "Founded in 1998, in the same house since 2019.",
        "Prices are valid from 2024-01-01.",
        "Effective 1 January 2024, parcels are free.",
        "Orders placed before 2026-11-01 follow the old rules.",
        "Use Python 3.11.2 or 3.12, and gpt-5.4-mini; version 2024.10.1, v1.2.3-rc.4.",
        "A parcel costs $4.99, two $1,234.56, at most 1.500,00 €.",
        "We open at 9:00, close at 17:30, on Sundays from 10:00 to 12:00.",
        "Open daily 09:00:00.",
        "Open 24/7; a ratio of 16:9; John 3:16.",
        "Call +49 30 1234567 or 0800 123 4567. Call: 0800 1234567.",
        "Where is order 1207? Ticket 55. Step 2: read. Request 1 refund.",
        "ISO 8601, RFC 2616, section 4.2.1, §312, COVID-19, A4, H2O.",
        "ISBN 978-3-16-148410-0, DOI 10.5281/zenodo.1234567, IBAN DE89 3704 0044 0532 0130 00.",
        "SHA256, UTF-8, Base64, OAuth2, x86_64, sha256WithRSAEncryption, kMaxNumberOfRetriesV2.",
        "See https://example.com/2026/11/20/6f9619ff-8b86-d011-b42d-00cf4fc964ff?x=9f86d081884c7d65 for more.",
        "00000000-0000-0000-0000-000000000000 stands for nobody.",
        "Answer in 2-3 days, 10-20 words, 1/2 page; 5 000 000 people; 1,000,000 users.",
        "192.168.0.1, 255.255.255.0, port 8080, 0x1F600, #ff8800, 1e10.",
        "On 24 December we close early. The first of May 2023 was a Monday.",
        "A book of 12 March 1984.",
        "User IDs have 12 digits; a session lasts 30 minutes; message 3 of 5.",
        "aaaaaaaaaaaaaaaaaaaaaaaa bbbbbbbbbbbbbbbbbbbbbbb supercalifragilistic",
        "pattern ^[0-9]{4}-[0-9]{2}$ and {\"maxLength\":1000000000}",
        "", "1", ":", "-", "2026-", "2026-11-", "20 November", "10:", "日本語2019年の本",
    ]

    @Test(arguments: fixed)
    func whatStandsForLongIsNotFound(text: String) {
        #expect(spots(text).isEmpty, "\(text)")
        #expect(spots("Line.\n\(text)\nEnd.").isEmpty, "\(text)")
    }

    @Test func withoutTodayEveryDateMayBeIt() {
        #expect(spots("A book of 12 March 1984.", today: nil) == ["date: 12 March 1984"])
        #expect(spots("since 12 March 1984", today: nil).isEmpty)
    }

    @Test func valuesOfTheRequestAreFoundAsWholeWords() throws {
        let ada = try #require(ValueSearch("user", "Ada"))
        #expect(spots("The customer's name is Ada.", values: [ada]) == ["request-value: Ada"])
        #expect(spots("Adam and Adaline, but AdaAda", values: [ada]).isEmpty)
        let repeating = try #require(ValueSearch("user", "aab"))
        #expect(spots("aaab aab", values: [repeating]) == ["request-value: aab"])
        #expect(ValueSearch("user", "Al") == nil)
    }

    /// A scanner that went back would need minutes for these.
    @Test(arguments: ["1", "a1", "2026-11-20 ", "a.", "aaaaaaaab", "November ", "://", "\u{E9}1", "0-", "12:34:", "id:"])
    func timeGrowsWithTheLengthAlone(piece: String) throws {
        let value = try #require(ValueSearch("user", String(repeating: "a", count: 200)))
        let text = String(repeating: piece, count: 200_000 / piece.utf8.count)
        let clock = ContinuousClock()
        let time = clock.measure { _ = spots(text, values: [value]) }
        #expect(time < .seconds(20))
    }
}
