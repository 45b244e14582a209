import Testing
import WaybillInterchange

@testable import WaybillLedger

/// What is taken from a record without making a call of it, held against the call.
struct CallColumnsTests {
    @Test(arguments: 0..<200 as Range<UInt64>)
    func aRecordWithNumbersIsTheSameRecord(seed: UInt64) throws {
        var maker = RecordMaker(seed: seed)
        let call = maker.call()
        var writer = FieldWriter()
        writer.record(call)
        var words = WordBook()
        let details = try words.numbered(writer.bytes) { _, details in Array(details) }
        #expect(details.count < writer.size, "seed \(seed)")
        #expect(try StoredCall(call.heading.id, details, words: words).record == call)
        // Once its words are known, it is written the same again.
        let again = try words.numbered(writer.bytes) { _, details in Array(details) }
        #expect(again == details)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func columnsSayWhatTheCallSays(seed: UInt64) throws {
        var maker = RecordMaker(seed: seed)
        let call = maker.call()
        let (columns, words) = try columns { $0.record(call) }
        let (heading, report) = (call.heading, call.report)
        let answered = words.find("answered") ?? -1
        #expect(columns.began == Int(heading.began.wholeMicroseconds))
        #expect(words.word(columns.workload) == heading.workload.rawValue)
        #expect(columns.expectedCost == heading.expectedCost)
        #expect(columns.promptVersion.flatMap(words.word) == heading.promptVersion)
        #expect(columns.routes.flatMap(words.word) == heading.version?.fingerprint)
        #expect(columns.prefix == heading.prefix)
        #expect(columns.contentHash == heading.contentHash)
        #expect(columns.failure.flatMap(words.word) == call.failure?.rawValue)
        #expect(columns.rule.flatMap(words.word) == report.rule?.description)
        #expect(columns.duration == Int(report.duration.wholeMicroseconds))
        #expect(columns.cost == report.cost)
        let answer = call.failure == nil ? report.attempts.last { $0.outcome == .answered } : nil
        #expect((columns.answer(answered)?.model).flatMap(words.word) == answer?.model.description)
        #expect(columns.answer(answered)?.firstToken == answer?.firstToken.map { Int($0.wholeMicroseconds) })
        let flags = columns.flags(answered)
        #expect(flags.contains(.finished))
        #expect(flags.contains(.degraded) == report.degraded)
        #expect(flags.contains(.wildcard) == report.servedByWildcard)
        #expect(flags.contains(.cacheDropped) == (report.cacheDrop != nil))
        let last = report.attempts.last { $0.outcome == .answered }
        #expect(flags.contains(.fellBack) == (last.map { $0.model != report.attempts[0].model } ?? false))
        expect(columns.attempts, report.attempts, words)
    }

    @Test(arguments: 0..<50 as Range<UInt64>)
    func attemptsOfACallThatGoesOnAreColumnsToo(seed: UInt64) throws {
        var maker = RecordMaker(seed: seed)
        let (heading, attempts) = (maker.heading(), [maker.attempt(1), maker.attempt(2)])
        let (columns, words) = try columns { $0.record(attempts, of: heading) }
        #expect(columns.flags(1) == [])
        #expect(columns.duration == nil)
        #expect(columns.cost == nil)
        #expect(columns.answer(words.find("answered") ?? -1) == nil)
        expect(columns.attempts, attempts, words)
    }

    private func columns(_ write: (inout FieldWriter) -> Void) throws -> (CallColumns, WordBook) {
        var writer = FieldWriter()
        write(&writer)
        var words = WordBook()
        let columns = try words.numbered(writer.bytes) { words, details in try CallColumns(details, &words) }
        return (columns, words)
    }

    private func expect(_ columns: [AttemptColumns], _ attempts: [AttemptReport], _ words: WordBook) {
        #expect(columns.count == attempts.count)
        for (found, attempt) in zip(columns, attempts) {
            #expect(found.number == attempt.number)
            #expect(words.word(found.model) == attempt.model.description)
            #expect(found.credential.flatMap(words.word) == attempt.credential)
            #expect(words.word(found.outcome) == attempt.outcome.rawValue)
            #expect(found.status == attempt.status)
            #expect(found.failure.flatMap(words.word) == attempt.failure?.rawValue)
            let times = [attempt.waited, attempt.started, attempt.ended].map { Int($0.wholeMicroseconds) }
            #expect([found.waited, found.started, found.ended] == times)
            #expect(found.firstToken == attempt.firstToken.map { Int($0.wholeMicroseconds) })
            #expect([found.bytesSent, found.bytesReceived] == [attempt.bytesSent, attempt.bytesReceived])
            #expect(found.expectedCachedTokens == attempt.expectedCachedTokens)
            #expect(found.cachedTokensGivenUp == attempt.cachedTokensGivenUp)
            #expect(found.countedInput == attempt.counted?.input.tokens)
            #expect(found.countedOutput == attempt.counted?.output.tokens)
            #expect(found.tokenizer.flatMap(words.word) == attempt.counted?.input.tokenizer)
            #expect(found.serviceTier.flatMap(words.word) == attempt.serviceTier?.rawValue)
            #expect([found.cost, found.reportedCost] == [attempt.cost, attempt.reportedCost])
            #expect(found.priceDate.flatMap(words.word) == attempt.priceDate)
            #expect(found.missingPrice.flatMap(words.word) == attempt.missingPrice)
            expect(found.usage, attempt.usage)
            expect(found.flags, attempt)
        }
    }

    private func expect(_ found: AttemptColumns.Usage?, _ usage: TokenUsage?) {
        #expect((found == nil) == (usage == nil))
        guard let found, let usage else { return }
        #expect(
            [found.uncachedInput, found.cachedInput, found.cacheWrite, found.outputText, found.reasoning]
                == [usage.uncachedInput, usage.cachedInput, usage.cacheWrite, usage.outputText, usage.reasoning])
        #expect(
            [found.audioInput, found.imageInput, found.audioOutput, found.imageOutput]
                == [usage.audioInput, usage.imageInput, usage.audioOutput, usage.imageOutput])
        #expect(CountCertainty(number: found.certainty) == usage.certainty)
        #expect(found.isEmpty == usage.isEmpty)
    }

    private func expect(_ flags: AttemptFlags, _ attempt: AttemptReport) {
        #expect(flags.contains(.hedge) == attempt.isHedge)
        #expect(flags.contains(.incomplete) == attempt.isIncomplete)
        #expect(flags.contains(.drifted) == !attempt.drift.isEmpty)
        #expect(flags.contains(.usageFlagged) == (attempt.usage?.flags.isEmpty == false))
        #expect(flags.contains(.costDiffers) == attempt.costDiffers)
        #expect(flags.contains(.estimated) == (attempt.usage.map { $0.certainty != .exact } ?? false))
    }
}
