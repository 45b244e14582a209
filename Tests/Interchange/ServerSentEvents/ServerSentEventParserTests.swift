import Testing
import WaybillInterchange

struct ServerSentEventParserTests {
    @Test(
        arguments: [
            ("", []),
            ("data: a\n\n", [.init(data: "a")]),
            ("data:a\n\n", [.init(data: "a")]),
            ("data:  a \n\n", [.init(data: " a ")]),
            ("data: a\ndata: b\n\n", [.init(data: "a\nb")]),
            ("data: a\ndata\ndata: b\n\n", [.init(data: "a\n\nb")]),
            ("data\n\n", [.init(data: "")]),
            ("data:\n\n", [.init(data: "")]),
            ("data: \n\n", [.init(data: "")]),
            ("data\ndata\n\n", [.init(data: "\n")]),
            ("data: a: b\n\n", [.init(data: "a: b")]),
            ("data : a\n\n", []),
            ("Data: a\n\n", []),
            (" data: a\n\n", []),
            ("\u{FEFF}data: a\n\n", [.init(data: "a")]),
            ("\u{FEFF}\u{FEFF}data: a\n\n", []),
            ("\n\u{FEFF}data: a\n\n", []),
            ("event: x\ndata: a\n\n", [.init(event: "x", data: "a")]),
            ("event: x\nevent: y\ndata: a\n\n", [.init(event: "y", data: "a")]),
            ("event: x\nevent\ndata: a\n\n", [.init(data: "a")]),
            ("event: x\n\ndata: a\n\n", [.init(data: "a")]),
            (
                "event: x\ndata: a\n\ndata: b\n\nevent: x\ndata: c\n\n",
                [.init(event: "x", data: "a"), .init(data: "b"), .init(event: "x", data: "c")]
            ),
            ("id: 7\ndata: a\n\ndata: b\n\n", [.init(data: "a", id: "7"), .init(data: "b")]),
            ("id: 7\n\ndata: b\n\n", [.init(data: "b")]),
            ("id: 7\nid: 8\u{0}9\ndata: b\n\n", [.init(data: "b", id: "7")]),
            ("id\ndata: b\n\n", [.init(data: "b", id: "")]),
            ("retry: 250\ndata: a\n\n", [.init(data: "a", retry: 250)]),
            ("retry: 2x\nretry: -1\nretry: 1.5\nretry\ndata: a\n\n", [.init(data: "a")]),
            (": comment\n\n:\n: data: x\ndata: a\n:\n\n", [.init(data: "a")]),
            ("unknown: x\nfield\ndata: a\n\n", [.init(data: "a")]),
            ("data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", [.init(data: "a\nb"), .init(data: "c")]),
            ("data: a\rdata: b\r\rdata: c\r\r", [.init(data: "a\nb"), .init(data: "c")]),
            ("data: a\r\n\ndata: b\n\r\ndata: c\n\rdata: d\r\r", [.init(data: "a"), .init(data: "b"), .init(data: "c"), .init(data: "d")]),
            ("\n\n\r\n\rdata: a\n\n\n\n", [.init(data: "a")]),
            ("data: a\n\ndata: unfinished", [.init(data: "a")]),
            ("data: a\n\ndata: unfinished\n", [.init(data: "a")]),
            ("data: \u{0} é 😀\n\n", [.init(data: "\u{0} é 😀")]),
            ("data: {\"text\":\"eight bytes and more\"}\n\n", [.init(data: "{\"text\":\"eight bytes and more\"}")]),
        ] as [(String, [ServerSentEvent])])
    func followsTheStandard(stream: String, events: [ServerSentEvent]) throws {
        let bytes = Array(stream.utf8)
        #expect(try parse([bytes]) == events)
        // However the network cuts the stream: at one place, at two, at all.
        for first in 0...bytes.count {
            for second in first...bytes.count {
                let parts = [Array(bytes[..<first]), Array(bytes[first..<second]), Array(bytes[second...])]
                #expect(try parse(parts) == events, "cut at \(first) and \(second)")
            }
        }
        #expect(try parse(bytes.map { [$0] }) == events)
    }

    @Test func aStreamCutAnywhereGivesTheSameEvents() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        let pieces = [
            "data: ", "data", "event: x", "id: 1", "retry: 5", ": c", "\n", "\n\n", "\r", "\r\n", "\r\n\r\n", "text", "\u{FEFF}", ":", " ",
            "é", "\u{0}",
        ]
        for _ in 0..<1_000 {
            let text = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let whole = try parse([bytes])
            for _ in 0..<5 {
                var parts: [[UInt8]] = []
                var place = 0
                while place < bytes.count {
                    let end = min(bytes.count, place + Int.random(in: 0..<8, using: &generator))
                    parts.append(Array(bytes[place..<end]))
                    place = end
                }
                #expect(try parse(parts) == whole, "seed \(seed)")
            }
        }
    }

    @Test func randomBytesDoNoHarm() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            var parser = ServerSentEventParser(maximumEventBytes: 100)
            var events: [ServerSentEvent] = []
            for _ in 0..<5 {
                let bytes = (0..<Int.random(in: 0..<60, using: &generator))
                    .map { _ in
                        Bool.random(using: &generator)
                            ? "data: \r\n".utf8.randomElement(using: &generator) ?? 0 : UInt8.random(in: 0...255, using: &generator)
                    }
                do throws(ServerSentEventError) {
                    try parser.feed(bytes, into: &events)
                } catch {
                    #expect(error.maximumEventBytes == 100)
                    break
                }
            }
            _ = parser.finish()
            #expect(events.allSatisfy { $0.data.count <= 100 }, "seed \(seed)")
        }
    }

    @Test func dataNeedNotBeUTF8() throws {
        #expect(try parse([Array("data: ".utf8) + [0xFF, 0xC3] + Array("\n\n".utf8)]).map(\.data) == [[0xFF, 0xC3]])
    }

    @Test(
        arguments: [
            ("data: a", ServerSentEvent(data: "a")), ("data: a\n", ServerSentEvent(data: "a")), ("data: a\r", ServerSentEvent(data: "a")),
            ("event: x\ndata: a\ndata: b", ServerSentEvent(event: "x", data: "a\nb")), ("data: a\n\n", nil), ("data: a\r\n\r", nil),
            ("event: x", nil), (": comment", nil), ("", nil),
            ("\u{FEFF}data: a", ServerSentEvent(data: "a")), ("data: a\n\ndata: b", ServerSentEvent(data: "b")),
        ] as [(String, ServerSentEvent?)])
    func anEventThatTheStreamEndsWithinComesLast(stream: String, last: ServerSentEvent?) throws {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        try parser.feed(Array(stream.utf8), into: &events)
        #expect(parser.finish() == last)
        // The next stream begins afresh.
        events = []
        try parser.feed(Array("\u{FEFF}data: z\n\n".utf8), into: &events)
        #expect(events == [ServerSentEvent(data: "z")])
        #expect(parser.finish() == nil)
    }

    @Test func commentsAreCountedAndNothingElse() throws {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        try parser.feed(Array(": ping\n\n: ping\ndata: :\n\n:\n".utf8), into: &events)
        #expect(parser.commentCount == 3)
        #expect(events.count == 1)
    }

    @Test(arguments: [
        "data: 12345678901234567890", "data: 1234567890\ndata: 1234567890\n", "xxxxxxxxxxxxxxxxxxxxxxxxx",
        "event: 12345678901234567890\ndata: 1\n",
        "id: 12345678901234567890\ndata: 1\n", ": 12345678901234567890",
    ])
    func anEventBeyondTheMaximumIsAnError(stream: String) throws {
        for chunks in [[Array(stream.utf8)], stream.utf8.map { [$0] }] {
            var parser = ServerSentEventParser(maximumEventBytes: 20)
            var events: [ServerSentEvent] = []
            try parser.feed(Array("data: first\n\n".utf8), into: &events)
            let error = #expect(throws: ServerSentEventError.self) {
                for chunk in chunks {
                    try parser.feed(chunk, into: &events)
                }
            }
            #expect(error?.description == "The server sent an event of more than 20 bytes.")
            #expect(events == [ServerSentEvent(data: "first")])
        }
    }

    @Test func manyEventsTogetherMayBeLargerThanTheMaximum() throws {
        var parser = ServerSentEventParser(maximumEventBytes: 20)
        var events: [ServerSentEvent] = []
        try parser.feed(Array(String(repeating: "data: 1234567890\n\n", count: 100).utf8), into: &events)
        #expect(events.count == 100)
    }

    @Test func aLargeEventIsReadWhole() throws {
        let line = String(repeating: "x", count: 1_000_000)
        let bytes = Array("data: \(line)\ndata: \(line)\n\n".utf8)
        let chunks = stride(from: 0, to: bytes.count, by: 1_000).map { Array(bytes[$0..<min($0 + 1_000, bytes.count)]) }
        #expect(try parse(chunks).map(\.data.count) == [2_000_001])
    }

    private func parse(_ chunks: [[UInt8]]) throws -> [ServerSentEvent] {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        for chunk in chunks {
            try parser.feed(chunk, into: &events)
        }
        return events
    }
}

extension ServerSentEvent {
    fileprivate init(event: String = Self.defaultName, data: String, id: String? = nil, retry: Int? = nil) {
        self.init(event: event, data: Array(data.utf8), id: id, retry: retry)
    }
}
