import Testing
import WaybillInterchange

struct JSONReaderTests {
    @Test func aDocumentIsWrittenAsItWasRead() throws {
        let text = #"{"b":[1,2.50,-0,1e3,true,false,null],"a":{"é":"\"\\/\n\u0001😀"},"z":"","n":12345678901234567890123}"#
        #expect(try JSONReader.read(text).text() == text)
    }

    @Test func cursorPicks() throws {
        let text = #" {"a":{"x":[1,{"y":2}]}, "choices" : [ {"delta":{"content":"hé\"llo"},"finish_reason":null} ],"usage":{"n":7}}"#
        var content: String?
        var n: Int?
        try JSONCursor.read(Array(text.utf8)) { value in
            value.forEachMember { key, value in
                switch key {
                case "choices":
                    value.forEachElement { value in
                        value.forEachMember { key, value in
                            if case "delta" = key {
                                value.forEachMember { key, value in content = value.readString() }
                            }
                        }
                    }
                case "usage":
                    value.forEachMember { key, value in n = value.readInt() }
                default: break
                }
            }
        }
        #expect(content == "hé\"llo")
        #expect(n == 7)
        #expect(throws: JSONError.self) { try JSONCursor.read(Array("{\"a\":1".utf8)) { _ in } }
    }

    @Test func sse() throws {
        var parser = ServerSentEventParser()
        var events: [ServerSentEvent] = []
        try parser.feed(Array("\u{FEFF}: hi\r\ndata: a\r\ndata:b\r\n\r\nevent: x\ndata\n\nid: 3\rdata: z".utf8), into: &events)
        #expect(events == [.init(data: Array("a\nb".utf8)), .init(event: "x", data: [])])
        #expect(parser.finish() == .init(data: Array("z".utf8), id: "3"))
    }
}
