import Testing
import WaybillInterchange

@testable import WaybillLedger

struct RecordFieldsTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func everyCallReadsBackAsItWasWritten(seed: UInt64) throws {
        var maker = RecordMaker(seed: seed)
        let call = maker.call()
        var writer = FieldWriter()
        writer.record(call)
        #expect(try StoredCall(call.heading.id, writer.bytes).record == call, "seed \(seed)")
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func everyAttemptReadsBackAsItWasWritten(seed: UInt64) throws {
        var maker = RecordMaker(seed: seed)
        let heading = maker.heading()
        let attempts = [maker.attempt(1), maker.attempt(2)]
        var writer = FieldWriter()
        writer.record(attempts, of: heading)
        #expect(
            try StoredCall(heading.id, writer.bytes) == StoredCall(heading: heading, report: nil, failure: nil, attempts: attempts),
            "seed \(seed)")
    }

    @Test func noTextOfAPromptIsWritten() throws {
        var maker = RecordMaker(seed: 1)
        var call = maker.call()
        let secret = "Where is order 1207?"
        call.heading.parameters.stop = [secret]
        var drop = CacheDrop(before: 100, now: 0, .textChanged, "the instructions changed")
        drop.from = secret
        drop.to = "\(secret)!"
        call.report.cacheDrop = drop
        var attempt = maker.attempt(1)
        attempt.usage = TokenUsage(reported: ["echo": .string(String(repeating: secret, count: 10)), "input_tokens": 3])
        call.report.attempts = [attempt]
        var writer = FieldWriter()
        writer.record(call)
        #expect(!String(decoding: writer.bytes, as: UTF8.self).contains("order 1207"))
        #expect(try StoredCall(call.heading.id, writer.bytes).attempts.first?.usage?.reported == ["input_tokens": 3])
    }

    @Test func whatIsReportedAtLengthIsLeftOut() throws {
        var writer = FieldWriter()
        var call = RecordMaker.plain()
        call.report.attempts[0].usage?.reported = .array((0..<10_000).map { .number(JSONNumber($0)) })
        writer.record(call)
        #expect(writer.bytes.count < 1000)
        #expect(try StoredCall(call.heading.id, writer.bytes).attempts.first?.usage?.reported == nil)
    }

    @Test func unknownFieldsArePassedOver() throws {
        let call = RecordMaker.plain()
        var writer = FieldWriter()
        writer.integer(NewField.one, 7)
        writer.text(NewField.two, "new")
        writer.group(NewField.three) {
            $0.fixed(NewField.one, 3)
            $0.group(NewField.two) { $0.data(NewField.three, [1, 2, 3]) }
        }
        writer.record(call)
        #expect(try StoredCall(call.heading.id, writer.bytes).record == call)
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func brokenBytesAreAFaultAndNeverMore(seed: UInt64) {
        var maker = RecordMaker(seed: seed)
        let call = maker.call()
        var writer = FieldWriter()
        writer.record(call)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<20 {
            var bytes = writer.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
            _ = try? StoredCall(call.heading.id, bytes)
            var words = WordBook()
            _ = try? words.numbered(bytes) { words, details in try CallColumns(details, &words).attempts.count }
        }
    }

    private enum NewField: Int, FieldNumber {
        case one = 1_001
        case two, three
    }
}

extension RecordMaker {
    /// A call such as most are: one attempt, answered.
    static func plain(_ number: UInt64 = 1, workload: Workload = "support-chat", began: Duration = .seconds(1_790_000_000)) -> CallRecord {
        let id = CallID(began: began, router: 0x1234_5678_9ABC_DEF0, number: number)
        var heading = CallHeading(id: id, began: began, workload: workload, requestKey: number &* 0x9E37_79B9_7F4A_7C15)
        heading.version = RoutesVersion(number: 1, fingerprint: "9f2c61d0a1b2")
        heading.features = [.tools]
        heading.parameters.maxOutputTokens = 1500
        heading.inputTokens = [TokenCount(812, .exact, tokenizer: "o200k_base")]
        heading.expectedCost = Money(picodollars: 1_000_000_000)
        heading.prefix = 0xFEDC_BA98_7654_3210
        var report = RouteReport(workload: workload, rule: SourceLocation(file: "routes.yaml", line: 14, column: 3))
        report.id = id
        report.version = heading.version
        let model = ModelName(provider: "openai", id: "gpt-5.4-mini")
        report.candidates = [
            CandidateReport(model: model, verdict: .chosen, adjustments: []),
            CandidateReport(model: ModelName(provider: "local", id: "llama-3.3-70b"), verdict: .standingBy(1), adjustments: []),
        ]
        var attempt = AttemptReport(number: 1, model: model, credential: "default", started: .microseconds(120), bytesSent: 3_210)
        attempt.outcome = .answered
        attempt.status = 200
        attempt.requestID = "req_\(String(number &* 0x9E37_79B9_7F4A_7C15, radix: 16))"
        attempt.firstToken = .microseconds(412_345)
        attempt.ended = .microseconds(1_512_345)
        attempt.bytesReceived = 18_321
        attempt.usage = TokenUsage(
            uncachedInput: 300, cachedInput: 512, outputText: 140,
            reported: ["input_tokens": 812, "output_tokens": 140, "total_tokens": 952])
        attempt.expectedCachedTokens = 512
        attempt.counted = CountedTokens(
            input: TokenCount(812, .exact, tokenizer: "o200k_base"), output: TokenCount(140, .exact, tokenizer: "o200k_base"))
        attempt.cost = Money(picodollars: 893_400_000)
        attempt.decision = "answered"
        report.attempts = [attempt]
        report.duration = .microseconds(1_512_400)
        return CallRecord(heading: heading, report: report, failure: nil)
    }
}
