import Synchronization
import Testing
import WaybillInterchange
import WaybillRoutes
import WaybillTesting

/// What an exchange told.
private final class Told: Sendable {
    private let told = Mutex<[TransportEvent]>([])

    var all: [TransportEvent] { told.withLock(\.self) }

    func take(_ event: TransportEvent) { told.withLock { $0.append(event) } }

    /// Every event in a word or two.
    var summary: [String] {
        all.map { event in
            switch event {
            case .head(let head): "head \(head.status)"
            case .body(let bytes): "body \(bytes.count)"
            case .end: "end"
            case .failed(let failure): "failed \(failure.kind)"
            }
        }
    }

    var text: String {
        var bytes: [UInt8] = []
        for case .body(let piece) in all { bytes += piece }
        return String(decoding: bytes, as: UTF8.self)
    }
}

struct ScriptedTransportTests {
    private let time = VirtualTime()

    private func request(_ provider: String = "first", path: String = "/responses", streaming: Bool = false) -> TransportRequest {
        let body: JSONValue = ["model": "model", "stream": .bool(streaming), "input": "planted prompt"]
        return TransportRequest(
            url: "https://\(provider).invalid/v1\(path)",
            headers: [HeaderField("Authorization", "Bearer planted-key", isSensitive: true)], body: body.bytes())
    }

    private func send(_ request: TransportRequest, over transport: ScriptedTransport) -> Told {
        let told = Told()
        _ = transport.start(request) { told.take($0) }
        time.advance(by: .zero)
        return told
    }

    private func send(_ response: ScriptedResponse, streaming: Bool = false) -> Told {
        send(request(streaming: streaming), over: ScriptedTransport([ScriptedProvider("first", [response])], time: time))
    }

    // MARK: Responses

    @Test(
        arguments: [
            (.answer("Hello."), ["head 200", "end"]),
            (.refusal("No."), ["head 200", "end"]),
            (.toolCalls(ToolCall(id: "call_1", name: "find", arguments: "{}")), ["head 200", "end"]),
            (.reasoning("Hm.", answer: "Yes."), ["head 200", "end"]),
            (.status(429, retryAfter: .seconds(2)), ["head 429", "end"]),
            (.cut(after: "par"), ["head 200", "failed cut"]),
            (.stall(after: "par"), ["head 200"]),
            (.reset, ["failed reset"]),
            (.refused, ["failed connect"]),
            (.silence, []),
            (.failure(.tls), ["failed tls"]),
            (.events(.head(status: 204), .end), ["head 204", "end"]),
        ] as [(ScriptedResponse, [String])])
    func everyKindOfResponseIsPlayed(response: ScriptedResponse, expected: [String]) {
        #expect(send(response, streaming: true).summary.filter { !$0.hasPrefix("body") } == expected)
    }

    @Test func aCutComesAfterTheWholeText() {
        let told = send(.cut(after: "one two"), streaming: true)
        #expect(told.text.contains(#""delta":"one""#))
        #expect(told.text.contains(#""delta":" two""#))
        #expect(!told.text.contains("response.completed"))
    }

    @Test func bytesOfAnyKindComeWhenTheyShall() {
        let told = send(.events(.head(status: 200), .text("da"), .wait(.seconds(1)), .bytes([1, 2, 3]), .wait(.seconds(1)), .end))
        #expect(told.summary == ["head 200", "body 2"])
        time.advance(by: .seconds(1))
        #expect(told.summary == ["head 200", "body 2", "body 3"])
        time.advance(by: .seconds(1))
        #expect(told.summary == ["head 200", "body 2", "body 3", "end"])
    }

    @Test func aResponseCanComeLater() {
        let told = send(.answer("Hi.").delayed(by: .seconds(1)).delayed(by: .seconds(2)))
        time.advance(by: .milliseconds(2_999))
        #expect(told.all.isEmpty)
        time.advance(by: .milliseconds(1))
        #expect(told.summary.last == "end")
    }

    // MARK: Providers

    @Test func eachProviderPlaysItsOwnScriptAndStaysAtItsLastResponse() {
        let transport = ScriptedTransport(
            [
                ScriptedProvider("first", [.reset, .answer("one")]),
                ScriptedProvider("second", speaks: .openAIChat, [.answer("two")]),
            ], time: time)
        #expect(send(request("first"), over: transport).summary == ["failed reset"])
        #expect(send(request("second", path: "/chat/completions"), over: transport).text.contains("chat.completion"))
        #expect(send(request("first"), over: transport).text.contains("one"))
        #expect(send(request("first"), over: transport).text.contains("one"))
        #expect(transport.requests.map(\.provider) == ["first", "second", "first", "first"])
        #expect(transport.requests.map(\.number) == [1, 1, 2, 3])
    }

    @Test func elsewhereNoNameResolves() {
        let transport = ScriptedTransport([ScriptedProvider("first", [.answer("Hi.")])], time: time)
        #expect(send(request("other"), over: transport).summary == ["failed resolve"])
        #expect(send(TransportRequest(url: "https://first.invalid/v10/responses"), over: transport).summary == ["failed resolve"])
    }

    @Test func aProviderCanDecideByTheRequest() {
        let transport = ScriptedTransport(time: time) { request in
            request.json?["stream"]?.boolValue == true ? .answer("streamed") : .answer("number \(request.number)")
        }
        #expect(send(request(), over: transport).text.contains("number 1"))
        #expect(send(request(streaming: true), over: transport).text.contains("streamed"))
        #expect(send(request(), over: transport).text.contains("number 3"))
    }

    @Test func aRehearsalScriptBeginsAnewAfterItsLastStep() {
        let script = RehearsalScript(steps: [.failure(.reset), .answer(.init(text: "Hi."))])
        let transport = ScriptedTransport(script, time: time)
        for _ in 0..<2 {
            #expect(send(request(), over: transport).summary == ["failed reset"])
            #expect(send(request(), over: transport).text.contains("Hi."))
        }
    }

    // MARK: Records

    @Test func requestsAreKeptWhole() throws {
        let transport = ScriptedTransport([ScriptedProvider("first", [.silence])], time: time)
        time.advance(by: .seconds(5))
        _ = send(request(), over: transport)
        let record = try #require(transport.requests.first)
        #expect(record.request == request())
        #expect(record.time == .seconds(5))
        #expect(record.model == "model")
    }

    @Test func descriptionsShowNeitherKeyNorPrompt() throws {
        let transport = ScriptedTransport([ScriptedProvider("first", [.silence])], time: time)
        _ = send(request(), over: transport)
        let record = try #require(transport.requests.first)
        var dumped = ""
        dump(record, to: &dumped)
        for text in ["\(record)", String(reflecting: record), dumped] {
            #expect(text.contains("POST https://first.invalid/v1/responses"))
            #expect(!text.contains("planted"))
        }
    }

    @Test func cancellationIsNoted() {
        let transport = ScriptedTransport([ScriptedProvider("first", [.silence, .answer("Hi.")])], time: time)
        let told = Told()
        let exchange = transport.start(request()) { told.take($0) }
        exchange.cancel()
        time.advance(by: .zero)
        #expect(told.summary == ["failed cancelled"])
        #expect(transport.requests[0].wasCancelled)
        let second = transport.start(request()) { _ in }
        time.advance(by: .zero)
        second.cancel()
        #expect(transport.requests[1].isOver)
        #expect(!transport.requests[1].wasCancelled)
    }

    @Test func closingEndsEverything() {
        let transport = ScriptedTransport([ScriptedProvider("first", [.silence])], time: time)
        let told = send(request(), over: transport)
        transport.close()
        time.advance(by: .zero)
        #expect(told.summary == ["failed cancelled"])
        #expect(send(request(), over: transport).summary == ["failed cancelled"])
    }
}

struct RouteTableTestingTests {
    @Test func candidatesStandInTheOrderOfTheProviders() throws {
        let table = try RouteTable.testing([ScriptedProvider("b", models: ["x", "y"], []), ScriptedProvider("a", [])])
        #expect(table.route(for: "test")?.candidates.map(\.model.description) == ["b/x", "b/y", "a/model"])
    }

    @Test func theRouteCanBeChanged() throws {
        let table = try RouteTable.testing([ScriptedProvider("a", [])], workload: "draft") { route in
            route.settings.attempts = 5
        }
        #expect(table.route(for: "draft")?.settings.attempts == 5)
    }

    @Test func mistakesAreFoundAsInFiles() {
        #expect(throws: RoutesInvalid.self) { try RouteTable.testing([ScriptedProvider]()) }
    }
}
