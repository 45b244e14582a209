import LoopbackServer
import Synchronization
import Testing
import Waybill

/// Real sockets, both APIs: what the server really received is held against what the report says.
///
/// One test at a time, so that a busy machine's threads do not turn a quick server into a silent one.
@Suite(.serialized)
struct RouterOverSocketsTests {
    private let request = ModelRequest("Where is order 1207?", workload: "w")

    @Test(arguments: WireAnswers.both)
    func bufferedAndStreamedCallsGiveTheSameAnswer(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in wire.stream(["It is ", "on its way."]) }
        defer { server.stop() }
        let router = try wire.router(server)
        let response = try await router.respond(to: request)
        let streamed = try await StreamOutcome(router.stream(request))
        #expect(response.text == "It is on its way.")
        #expect(streamed.text == response.text)
        #expect(streamed.response?.usage == response.usage)
        #expect(response.usage.input == 10 && response.usage.output == 5)
        #expect(response.model == ModelName(provider: "p0", id: "m"))
        #expect(response.reportedModel == "m-1")
        #expect(server.requestCount == 2)
        #expect(server.connections.count == 1)
        await router.close()
    }

    @Test(arguments: WireAnswers.both)
    func everyAttemptOnTheWireIsInTheReport(wire: WireAnswers) async throws {
        let first = try LoopbackServer { _ in wire.error(503, code: "server_is_overloaded") }
        let second = try LoopbackServer { _ in wire.stream(["ok"]) }
        defer {
            first.stop()
            second.stop()
        }
        let response = try await wire.router(first, second).respond(to: request)
        #expect(response.text == "ok")
        let attempts = response.route.attempts
        #expect(attempts.count(where: { $0.model.provider == "p0" }) == first.requestCount)
        #expect(attempts.count(where: { $0.model.provider == "p1" }) == second.requestCount)
        #expect(attempts[0].status == 503)
        #expect(attempts[0].requestID == "req_42")
        #expect(attempts[0].failure == .overloaded)
        #expect(attempts.last?.bytesSent == second.requests[0].body.count)
    }

    @Test(arguments: WireAnswers.both)
    func aCutStreamIsReplayedOnTheNextCandidate(wire: WireAnswers) async throws {
        for step in [Reply.Step.hangUp, .reset] {
            let first = try LoopbackServer { _ in wire.stream(["It is ", "on"], then: step) }
            let second = try LoopbackServer { _ in wire.stream(["It is on its", " way."]) }
            defer {
                first.stop()
                second.stop()
            }
            let outcome = try await StreamOutcome(wire.router(first, second).stream(request))
            #expect(outcome.text == "It is on its way.")
            #expect(outcome.response?.text == "It is on its way.")
            #expect(outcome.response?.model?.provider == "p1")
            #expect(outcome.response?.route.attempts.map(\.failure) == [.cut, nil])
        }
    }

    @Test(arguments: WireAnswers.both)
    func aCutWithoutRescueEndsWithThePartialTextAndAnError(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in wire.stream(["It is ", "on"], then: .hangUp) }
        defer { server.stop() }
        let outcome = try await StreamOutcome(wire.router(server) { $0.settings.onCut = [.fail] }.stream(request))
        #expect(outcome.text == "It is on")
        #expect(outcome.failure?.kind == .cut)
        #expect(outcome.failure?.partial == [.assistant("It is on")])
        #expect(outcome.response == nil)
        #expect(server.requestCount == 1)
    }

    @Test(arguments: WireAnswers.both)
    func aConnectionKeptOpenAfterTheEndHoldsNobodyUp(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in
            .stream(headers: [("content-type", "text/event-stream")], [.text(wire.delta("ok") + wire.end("ok").joined()), .silence])
        }
        defer { server.stop() }
        let response = try await wire.router(server).respond(to: request)
        #expect(response.text == "ok")
        #expect(await eventually { server.connections[0].wasEndedByClient })
    }

    @Test(arguments: WireAnswers.both)
    func retryAfterIsHonouredInBothForms(wire: WireAnswers) async throws {
        for header in [("retry-after", "0.2"), ("retry-after-ms", "200")] {
            let count = Atomic(0)
            let server = try LoopbackServer { _ in
                count.add(1, ordering: .relaxed).oldValue == 0
                    ? wire.error(429, code: "rate_limit_exceeded", type: "rate_limit_error", headers: [header]) : wire.stream(["ok"])
            }
            defer { server.stop() }
            let response = try await wire.router(server).respond(to: request)
            #expect(response.text == "ok")
            let attempts = response.route.attempts
            #expect(attempts.count == 2)
            #expect(attempts[1].started - attempts[0].ended >= .milliseconds(200))
        }
    }

    @Test(arguments: WireAnswers.both)
    func silenceMovesOnAndClosesTheConnection(wire: WireAnswers) async throws {
        let first = try LoopbackServer { _ in .silence }
        let second = try LoopbackServer { _ in wire.stream(["ok"]) }
        defer {
            first.stop()
            second.stop()
        }
        let response = try await wire.router(first, second) { $0.candidates[0].clocks.firstToken = .milliseconds(100) }.respond(to: request)
        #expect(response.text == "ok")
        #expect(response.route.attempts[0].failure == .silence)
        #expect(await eventually { first.connections.first?.wasEndedByClient ?? false })
        #expect(first.requestCount == 1)
    }

    @Test(arguments: WireAnswers.both)
    func aStallAfterContentIsRescuedByTheNextCandidate(wire: WireAnswers) async throws {
        let first = try LoopbackServer { _ in wire.stream(["It"], then: .silence) }
        let second = try LoopbackServer { _ in wire.stream(["It is."]) }
        defer {
            first.stop()
            second.stop()
        }
        let outcome = try await StreamOutcome(wire.router(first, second) { $0.settings.stall = .milliseconds(100) }.stream(request))
        #expect(outcome.text == "It is.")
        #expect(outcome.response?.route.attempts[0].failure == .stall)
    }

    @Test(arguments: WireAnswers.both)
    func aContentPolicyRefusalReachesTheCallerAndNobodyElseIsAsked(wire: WireAnswers) async throws {
        let first = try LoopbackServer { _ in wire.error(400, code: "content_policy_violation") }
        let second = try LoopbackServer { _ in wire.stream(["no"]) }
        defer {
            first.stop()
            second.stop()
        }
        let router = try wire.router(first, second)
        let failure = try await #require(throws: ModelFailure.self) { try await router.respond(to: request) }
        #expect(failure.kind == .contentPolicy)
        #expect(failure.scope == .request)
        #expect(failure.providerMessage?.contains("PLANTED") == true)
        #expect(!"\(failure)".contains("PLANTED"))
        #expect(second.requestCount == 0)
    }

    @Test(arguments: WireAnswers.both)
    func aHugeErrorPageIsOneClearFailure(wire: WireAnswers) async throws {
        let page = "<html>PLANTED" + String(repeating: "x", count: 10 << 20)
        let server = try LoopbackServer { _ in .text(page, status: 502, headers: [("content-type", "text/html")]) }
        defer { server.stop() }
        let router = try wire.router(server) { $0.settings.attempts = 1 }
        let failure = try await #require(throws: ModelFailure.self) { try await router.respond(to: request) }
        #expect(failure.status == 502)
        #expect(failure.scope == .model)
        #expect("\(failure)".utf8.count < 500)
        #expect(!"\(failure)".contains("PLANTED"))
    }

    @Test(arguments: WireAnswers.both)
    func anErrorBodyThatNeverEndsIsNotWaitedFor(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in
            .stream(status: 400, headers: [("content-type", "application/json")], [.text(#"{"error":{"#), .silence])
        }
        defer { server.stop() }
        let router = try wire.router(server)
        let failure = try await #require(throws: ModelFailure.self) { try await router.respond(to: request) }
        #expect(failure.status == 400)
        #expect(await eventually { server.connections[0].wasEndedByClient })
    }

    @Test(arguments: WireAnswers.both)
    func aBodyThatIsNoAnswerIsAFailure(wire: WireAnswers) async throws {
        for (body, type) in [
            ("hello", "text/plain"), ("{\"a\":", "application/json"), ("<html></html>", "text/html"), ("", "application/json"),
        ] {
            let server = try LoopbackServer { _ in .text(body, headers: [("content-type", type)]) }
            defer { server.stop() }
            let router = try wire.router(server) { $0.settings.attempts = 1 }
            let failure = try await #require(throws: ModelFailure.self) { try await router.respond(to: request) }
            #expect(failure.scope == .model, "\(type)")
        }
    }

    @Test func aMalformedEventIsSkippedCountedAndTheAnswerIsWhole() async throws {
        let wire = WireAnswers(api: .openAIChat)
        let server = try LoopbackServer { _ in
            .stream(
                headers: [("content-type", "text/event-stream")],
                [.text(wire.delta("o") + "data: {broken\n\n" + wire.delta("k") + wire.end("ok").joined())])
        }
        defer { server.stop() }
        let response = try await wire.router(server).respond(to: request)
        #expect(response.text == "ok")
        #expect(response.route.attempts[0].skippedEvents == 1)
    }

    @Test func aStreamWithoutItsDoneMarkerIsWhole() async throws {
        let wire = WireAnswers(api: .openAIChat)
        let server = try LoopbackServer { _ in
            .stream(headers: [("content-type", "text/event-stream")], [.text(wire.delta("ok") + wire.end("ok")[0])])
        }
        defer { server.stop() }
        #expect(try await wire.router(server).respond(to: request).text == "ok")
    }

    @Test func aPlainDocumentInAnswerToAStreamedRequestIsRead() async throws {
        let wire = WireAnswers(api: .openAIChat)
        let server = try LoopbackServer { _ in
            .text(
                #"{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}]}"#,
                headers: [("content-type", "application/json")])
        }
        defer { server.stop() }
        #expect(try await StreamOutcome(wire.router(server).stream(request)).text == "ok")
    }

    @Test(arguments: WireAnswers.both)
    func aSlowDribbleIsReadToItsEnd(wire: WireAnswers) async throws {
        let bytes = Array((wire.delta("It ") + wire.delta("is.") + wire.end("It is.").joined()).utf8)
        let server = try LoopbackServer { _ in .stream(headers: [("content-type", "text/event-stream")], [.dribble(bytes)]) }
        defer { server.stop() }
        #expect(try await StreamOutcome(wire.router(server).stream(request)).text == "It is.")
    }

    @Test(arguments: WireAnswers.both)
    func aDeadReusedConnectionCostsOneMoreAttemptAndNoBackoff(wire: WireAnswers) async throws {
        let server = try LoopbackServer { request in
            // The kept connection dies when its second request comes.
            request.indexOnConnection == 1 ? wire.stream(["ok"]) : .reset
        }
        defer { server.stop() }
        let router = try wire.router(server) { $0.settings.retry = RetryRule(base: .seconds(30), cap: .seconds(60)) }
        _ = try await router.respond(to: request)
        let response = try await router.respond(to: request)
        #expect(response.text == "ok")
        #expect(response.route.attempts.map(\.failure) == [.reset, nil])
        #expect(server.requestCount == 3)
    }

    @Test(arguments: WireAnswers.both)
    func cancellingTheTaskClosesTheConnectionAndLeavesItsRow(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in wire.stream(["It"], then: .silence) }
        defer { server.stop() }
        let ledger = RecordingLedger()
        let router = try wire.router(server, options: RouterOptions(ledger: ledger))
        let task = Task { try await router.respond(to: request) }
        #expect(await eventually { server.requestCount == 1 })
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(await eventually { server.connections[0].wasEndedByClient })
        #expect(ledger.reports.map { $0.attempts.map(\.outcome) } == [[.cancelled]])
    }

    @Test(arguments: WireAnswers.both)
    func lettingGoOfAStreamCancelsIt(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in wire.stream(["It"], then: .silence) }
        defer { server.stop() }
        let ledger = RecordingLedger()
        let router = try wire.router(server, options: RouterOptions(ledger: ledger))
        for try await event in router.stream(request) {
            if case .textDelta = event { break }
        }
        #expect(await eventually { server.connections[0].wasEndedByClient })
        #expect(ledger.reports.count == 1)
    }

    @Test func aStreamIsNotSentBeforeItIsReadAndIsReadOnce() async throws {
        let wire = WireAnswers(api: .openAIResponses)
        let server = try LoopbackServer { _ in wire.stream(["ok"]) }
        defer { server.stop() }
        let router = try wire.router(server)
        let stream = router.stream(request)
        #expect(server.requestCount == 0)
        #expect(try await StreamOutcome(stream).text == "ok")
        #expect(try await StreamOutcome(stream).events.isEmpty)
        #expect(server.requestCount == 1)
    }

    @Test(arguments: WireAnswers.both)
    func theDeadlineEndsACallThatOnlyTrickles(wire: WireAnswers) async throws {
        let server = try LoopbackServer { _ in
            let piece = wire.delta("x")
            return .stream(
                headers: [("content-type", "text/event-stream")],
                (0..<100).flatMap { _ in [Reply.Step.text(piece), .pause(.milliseconds(30))] })
        }
        defer { server.stop() }
        let outcome = try await StreamOutcome(wire.router(server) { $0.settings.deadline = .seconds(1) }.stream(request))
        #expect(outcome.failure?.kind == .deadline)
        #expect(outcome.failure?.attempts.last?.failure == .deadline)
        #expect(await eventually { server.connections[0].wasEndedByClient })
    }

    @Test func aStreamOutlivesTheRouterItCameFrom() async throws {
        let wire = WireAnswers(api: .openAIResponses)
        let server = try LoopbackServer { _ in
            .stream(
                headers: [("content-type", "text/event-stream")],
                [.text(wire.delta("o")), .pause(.milliseconds(100)), .text(wire.delta("k"))] + wire.end("ok").map { .text($0) })
        }
        defer { server.stop() }
        // Neither the router nor the stream is kept: the iterator alone is the call.
        var iterator = try wire.router(server).stream(request).makeAsyncIterator()
        var text = ""
        while let event = try await iterator.next() {
            if case .textDelta(let more) = event { text += more }
        }
        #expect(text == "ok")
        #expect(server.requestCount == 1)
    }

    @Test func closingTheRouterEndsACallUnderWay() async throws {
        let wire = WireAnswers(api: .openAIResponses)
        let server = try LoopbackServer { _ in wire.stream(["It"], then: .silence) }
        defer { server.stop() }
        let router = try wire.router(server)
        let task = Task { try await router.respond(to: request) }
        #expect(await eventually { server.requestCount == 1 })
        await router.close()
        let failure = await #expect(throws: ModelFailure.self) { try await task.value }
        #expect(failure?.kind == .closed)
        #expect(failure?.attempts.count == 1)
    }

    @Test func aClosedRouterSaysSo() async throws {
        let wire = WireAnswers(api: .openAIResponses)
        let server = try LoopbackServer { _ in wire.stream(["ok"]) }
        defer { server.stop() }
        let router = try wire.router(server)
        await router.close()
        let failure = try await #require(throws: ModelFailure.self) { try await router.respond(to: request) }
        #expect(failure.kind == .closed)
    }

    @Test func closingWithGraceLetsCallsFinishAndRefusesNewOnes() async throws {
        let wire = WireAnswers(api: .openAIChat)
        let gate = Gate()
        let server = try LoopbackServer { _ in
            .stream(
                headers: [("content-type", "text/event-stream")],
                [.text(wire.delta("ok")), .wait(gate), .text(wire.end("ok").joined())])
        }
        defer { server.stop() }
        let ledger = RecordingLedger()
        let router = try wire.router(server, options: RouterOptions(ledger: ledger))
        let call = Task { try await router.respond(to: request) }
        #expect(await eventually { server.requestCount == 1 })
        let closing = Task { await router.close(grace: .seconds(60)) }
        // New calls are refused while the old one goes on.
        while true {
            do {
                _ = try await router.stream(request).first { _ in true }
            } catch let failure as ModelFailure where failure.kind == .closed {
                break
            }
        }
        gate.open()
        #expect(try await call.value.text == "ok")
        await closing.value
        #expect(ledger.reports.contains { $0.attempts.map(\.outcome) == [.answered] })
    }

    @Test func manyCallsAtOnceAllComeBack() async throws {
        let wire = WireAnswers(api: .openAIChat)
        let server = try LoopbackServer(keepsRequests: false) { _ in wire.stream(["ok"]) }
        defer { server.stop() }
        let router = try wire.router(server)
        let texts = try await withThrowingTaskGroup { group in
            for _ in 0..<200 { group.addTask { try await router.respond(to: request).text } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts == [String](repeating: "ok", count: 200))
    }
}
