import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

@testable import Waybill

/// When a rehearsal says what, and how it keeps the contract of a transport.
struct RehearsalTransportTests {
    private let streamed = TransportRequest.responses(["stream": true])

    private func deltas(_ collector: EventCollector) throws -> [String] {
        try collector.streamed.compactMap { try $0.json["delta"]?.stringValue }
    }

    // MARK: The script

    @Test func stepsComeInTurnAndBeginAnew() {
        let rehearsal = Rehearsal([.answer(.init(text: "first")), .failure(.reset), .answer(.init(text: "third"))])
        for _ in 0..<2 {
            #expect(rehearsal.send(.responses()).text.contains("first"))
            #expect(rehearsal.send(.chat()).failure?.kind == .reset)
            #expect(rehearsal.send(streamed).text.contains("third"))
        }
    }

    @Test func manyThreadsTakeEveryStepOnce() async {
        let steps = (0..<16).map { RehearsalScript.Step.answer(.init(text: "step-\($0).")) }
        let rehearsal = Rehearsal(steps)
        await withTaskGroup(of: EventCollector.self) { group in
            for _ in steps { group.addTask { rehearsal.start(.chat()).1 } }
            var collectors: [EventCollector] = []
            for await collector in group { collectors.append(collector) }
            rehearsal.time.advance(by: .zero)
            for step in 0..<16 { #expect(collectors.count { $0.text.contains("step-\(step).") } == 1) }
        }
    }

    @Test func idsDifferFromAnswerToAnswerAndNotFromRunToRun() throws {
        func ids() throws -> [String?] {
            let rehearsal = Rehearsal(.init(text: "Hi."))
            return try (0..<3).map { _ in try JSONReader.read(rehearsal.send(.responses()).body)["id"]?.stringValue }
        }
        #expect(try ids() == ids())
        #expect(try Set(ids()).count == 3)
    }

    // MARK: Time

    @Test func aStreamOpensAtOnceAndItsFirstPieceWaits() throws {
        let rehearsal = Rehearsal(
            .answer("one two three") {
                $0.delay = .seconds(3)
                $0.pace = .milliseconds(100)
            })
        let collector = rehearsal.send(streamed)
        #expect(collector.head?.status == 200)
        #expect(try collector.streamed.map(\.event).prefix(2) == ["response.created", "response.in_progress"])
        #expect(try deltas(collector) == [])
        rehearsal.time.advance(by: .milliseconds(2_999))
        #expect(try deltas(collector) == [])
        rehearsal.time.advance(by: .milliseconds(1))
        #expect(try deltas(collector) == ["one"])
        rehearsal.time.advance(by: .milliseconds(100))
        #expect(try deltas(collector) == ["one", " two"])
        #expect(!collector.hasEnded)
        rehearsal.time.advance(by: .milliseconds(100))
        #expect(collector.hasEnded)
    }

    @Test func aDocumentComesWhenItsStreamWouldHaveEnded() {
        let rehearsal = Rehearsal(
            .answer("one two three") {
                $0.delay = .seconds(3)
                $0.pace = .milliseconds(100)
            })
        let collector = rehearsal.send(.chat())
        rehearsal.time.advance(by: .milliseconds(3_199))
        #expect(collector.events.isEmpty)
        rehearsal.time.advance(by: .milliseconds(1))
        #expect(collector.hasEnded)
    }

    @Test func nothingIsToldWithinStart() {
        let rehearsal = Rehearsal([.failure(.reset)])
        let (_, collector) = rehearsal.start(streamed)
        #expect(collector.events.isEmpty)
        rehearsal.time.advance(by: .zero)
        #expect(collector.failure?.kind == .reset)
    }

    // MARK: Interruptions

    @Test(arguments: [(0, []), (1, ["one"]), (2, ["one", " two"]), (99, ["one", " two", " three"])])
    func aStreamIsCutAfterItsPieces(after: Int, expected: [String]) throws {
        let answer = RehearsalScript.Answer.answer("one two three") { $0.interruption = .init(.cut, after: after) }
        let responses = Rehearsal(answer).send(streamed)
        #expect(responses.failure?.kind == .cut)
        #expect(try deltas(responses) == expected)
        #expect(try responses.streamed.first?.event == "response.created")
        let chat = Rehearsal(answer).send(.chat(["stream": true]))
        #expect(chat.failure?.kind == .cut)
        let texts = try chat.streamed.compactMap { try $0.json["choices"]?[0]?["delta"]?["content"]?.stringValue }
        #expect(texts == [""] + expected)
        #expect(try chat.streamed.allSatisfy { try $0.json["choices"]?[0]?["finish_reason"] == .null })
    }

    @Test func thoughtsAreNoPiecesOfContent() throws {
        let answer = RehearsalScript.Answer.answer("one two") {
            $0.reasoning = "a b c"
            $0.interruption = .init(.cut, after: 1)
        }
        #expect(try deltas(Rehearsal(answer).send(streamed)) == ["a", " b", " c", "one"])
    }

    @Test func aStalledStreamStaysOpenUntilTheTotalLimit() throws {
        let rehearsal = Rehearsal(.answer("one two three") { $0.interruption = .init(.stall, after: 1) })
        var request = streamed
        request.totalLimit = .seconds(60)
        let collector = rehearsal.send(request)
        rehearsal.time.advance(by: .milliseconds(59_999))
        #expect(try deltas(collector) == ["one"])
        #expect(collector.failure == nil)
        rehearsal.time.advance(by: .milliseconds(1))
        #expect(collector.failure?.kind == .timeout)
    }

    @Test func aDocumentCanBeInterruptedToo() {
        let collector = Rehearsal(.answer("one two three") { $0.interruption = .init(.cut, after: 1) }).send(.chat())
        #expect(collector.head?.status == 200)
        #expect(collector.failure?.kind == .cut)
        #expect(throws: JSONError.self) { try JSONReader.read(collector.body) }
    }

    // MARK: The transport's contract

    @Test func cancellingEndsAnExchangeOnce() {
        let rehearsal = Rehearsal(.answer("one two three") { $0.pace = .seconds(1) })
        let (exchange, collector) = rehearsal.start(streamed)
        rehearsal.time.advance(by: .milliseconds(1_500))
        exchange.cancel()
        exchange.cancel()
        rehearsal.time.advance(by: .zero)
        #expect(collector.failure?.kind == .cancelled)
        let count = collector.events.count
        exchange.cancel()
        exchange.consumed(10)
        rehearsal.time.advance(by: .seconds(1_000))
        #expect(collector.events.count == count)
        #expect(rehearsal.time.pendingTimers.isEmpty)
    }

    @Test func cancellingBeforeTheStartToldAnythingIsEnough() {
        let rehearsal = Rehearsal(.init(text: "Hi."))
        let (exchange, collector) = rehearsal.start(streamed)
        exchange.cancel()
        rehearsal.time.advance(by: .zero)
        #expect(collector.events.count == 1)
        #expect(collector.failure?.kind == .cancelled)
    }

    @Test func closingEndsWhatIsUnderWayAndWhatComesLater() {
        let rehearsal = Rehearsal([.failure(.silence)])
        let before = rehearsal.send(streamed)
        rehearsal.transport.close()
        rehearsal.transport.close()
        rehearsal.time.advance(by: .zero)
        #expect(before.failure?.kind == .cancelled)
        #expect(rehearsal.send(streamed).failure?.kind == .cancelled)
        #expect(rehearsal.time.pendingTimers.isEmpty)
    }

    @Test func bodiesWaitUntilTheyAreUsed() {
        let text = String(repeating: "word ", count: 4_000)
        let rehearsal = Rehearsal(.init(text: text))
        let (exchange, collector) = rehearsal.start(streamed)
        rehearsal.time.advance(by: .zero)
        let first = collector.byteCount
        #expect(first >= Playback.window && first < Playback.window + 4_096)
        #expect(!collector.hasEnded)
        var used = 0
        while !collector.hasEnded, used < collector.byteCount {
            let new = collector.byteCount - used
            used += new
            exchange.consumed(new)
            rehearsal.time.advance(by: .zero)
        }
        #expect(collector.hasEnded)
    }

    @Test func bodiesLargerThanAllowedFail() {
        var request = streamed
        request.maximumResponseBytes = 1_000
        let collector = Rehearsal(.init(text: "Hi.")).send(request)
        #expect(collector.failure?.kind == .tooLarge)
        #expect(collector.body.count <= 1_000)
    }

    @Test func aLiveClockPlaysARehearsalToo() async {
        let transport = RehearsalTransport(script: RehearsalScript(steps: [.answer(.init(text: "Hi."))]), time: SystemTime())
        let collector = EventCollector()
        await withCheckedContinuation { continuation in
            _ = transport.start(streamed) { event in
                collector.take(event)
                if collector.hasEnded { continuation.resume() }
            }
        }
        #expect(collector.text.contains("response.completed"))
        transport.close()
    }
}
