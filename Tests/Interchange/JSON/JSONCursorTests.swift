import Testing
import WaybillInterchange

struct JSONCursorTests {
    private let chunk = Array(
        #"""
        {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1745678901,"model":"gpt-5.4-mini","choices":[{"index":0,
        "delta":{"content":" h\u00e9llo","role":null},"logprobs":{"content":[]},"finish_reason":"stop"}],"usage":{"total_tokens":7.0}}
        """#
        .utf8)

    @Test func whatIsWantedIsPickedOutOfAChunk() throws {
        var content: String?
        var finishReason: String?
        var total: Int?
        var indices: [Int] = []
        try JSONCursor.read(chunk) { chunk in
            chunk.forEachMember { key, value in
                switch key {
                case "choices":
                    value.forEachElement { choice in
                        choice.forEachMember { key, value in
                            switch key {
                            case "index": indices.append(value.readInt() ?? -1)
                            case "delta": value.forEachMember { key, value in if case "content" = key { content = value.readString() } }
                            case "finish_reason", "stop_reason": finishReason = value.readString()
                            default: break
                            }
                        }
                    }
                case "usage":
                    value.forEachMember { key, value in total = value.readInt() }
                default: break
                }
            }
        }
        #expect(content == " héllo")
        #expect(finishReason == "stop")
        #expect(total == 7)
        #expect(indices == [0])
    }

    @Test func everyKindIsReadAsItself() throws {
        try JSONCursor.read(Array(#" [null, true, false, -1.5, 12, "a\nb", [1], {"k": 2}, "last"] "#.utf8)) { value in
            var read: [String] = []
            value.forEachElement { element in
                switch element.kind {
                case .null: read.append("null \(element.readNull())")
                case .bool: read.append("bool \(element.readBool() ?? false)")
                case .number: read.append("number \(element.readNumber()?.literal ?? "-")")
                case .string: read.append("string \(element.readString() ?? "-")")
                case .array: element.forEachElement { read.append("element \($0.readInt() ?? -1)") }
                case .object:
                    element.forEachMember { key, value in read.append("member \(String(key: key)) \(value.readValue() ?? .null)") }
                case nil: read.append("nothing")
                }
                if element.kind != nil { read.append("left over") }
            }
            #expect(
                read == [
                    "null true", "bool true", "bool false", "number -1.5", "number 12", "string a\nb", "element 1", "member k 2",
                    "string last",
                ])
        }
    }

    @Test func aValueOfAnotherKindIsPassedOverWithoutHarm() throws {
        let read = try JSONCursor.read(Array(#"[1, "x", {"a": [1]}, [2], null, 1.5, "rest"]"#.utf8)) { value in
            var read: [String?] = []
            value.forEachElement { element in
                switch read.count {
                case 0: read.append(element.readString())
                case 1: read.append(element.readInt().map(String.init))
                case 2: read.append(element.forEachElement { _ in } ? "array" : nil)
                case 3: read.append(element.forEachMember { _, _ in } ? "object" : nil)
                case 4: read.append(element.readBool().map(String.init))
                case 5: read.append(element.readInt().map(String.init))
                default: read.append(element.readString())
                }
            }
            return read
        }
        #expect(read == [nil, nil, nil, nil, nil, nil, "rest"])
    }

    @Test func nullIsReadOnlyIfItIsThere() throws {
        let read = try JSONCursor.read(Array("[null, 1]".utf8)) { value in
            var read: [Int?] = []
            value.forEachElement { read.append($0.readNull() ? nil : $0.readInt()) }
            return read
        }
        #expect(read == [nil, 1])
    }

    @Test func aValueIsReadOnlyOnce() throws {
        let read = try JSONCursor.read(Array(#"["a","b"]"#.utf8)) { value in
            var read: [JSONValue?] = []
            value.forEachElement { element in
                read.append(element.readString().map(JSONValue.string))
                read.append(element.readString().map(JSONValue.string))
                read.append(element.readValue())
                read.append(element.readNull() ? .null : nil)
                read.append(element.forEachMember { _, _ in } ? [:] : nil)
                element.skipValue()
            }
            read.append(value.readValue())
            return read
        }
        #expect(read == ["a", nil, nil, nil, nil, "b", nil, nil, nil, nil, nil] as [JSONValue?])
    }

    @Test func keysAreComparedWithoutTheirEscapes() throws {
        let text = #"{"content":1,"\u0063ontent":2,"contents":3,"é":4,"\u00e9":5,"":6,"CONTENT":7,"a\/b":8}"#
        var read: [String] = []
        try JSONCursor.read(Array(text.utf8)) { value in
            value.forEachMember { key, value in
                switch key {
                case "content": read.append("content \(value.readInt() ?? 0)")
                case "é": read.append("é \(value.readInt() ?? 0)")
                case "": read.append("empty \(value.readInt() ?? 0)")
                case "a/b": read.append("slash \(value.readInt() ?? 0)")
                default: read.append(String(key: key))
                }
            }
        }
        #expect(read == ["content 1", "content 2", "contents", "é 4", "é 5", "empty 6", "CONTENT", "slash 8"])
    }

    @Test func afterAFaultThereIsNothingMoreToRead() {
        var read: [Int?] = []
        var kinds: [JSONKind?] = []
        let error = #expect(throws: JSONError.self) {
            try JSONCursor.read(Array("[1, 2, x, 4, 5]".utf8)) { value in
                value.forEachElement { element in
                    kinds.append(element.kind)
                    read.append(element.readInt())
                    kinds.append(element.kind)
                }
                kinds.append(value.kind)
                read.append(value.readInt())
            }
        }
        #expect(read == [1, 2, nil, nil])
        #expect(kinds == [.number, nil, .number, nil, nil, nil, nil])
        #expect(error?.offset == 7)
    }

    @Test func aFaultInWhatIsPassedOverIsAFaultToo() {
        for text in [#"{"skipped":[1,{"a":tru}],"read":1}"#, #"{"read":1,"skipped":"\x"}"#, #"{"read":1}{"#, #"{"read":1"#] {
            #expect(throws: JSONError.self, "\(text)") {
                try JSONCursor.read(Array(text.utf8)) { value in
                    value.forEachMember { key, value in
                        if case "read" = key { _ = value.readInt() }
                    }
                }
            }
        }
    }

    @Test func bytesInAnyFormCanBeRead() throws {
        let read = try JSONCursor.read(chunk) { $0.readValue() }
        #expect(try read == JSONReader.read(chunk))
        let readFromSpan = try JSONCursor.read(chunk.span.bytes) { $0.readValue() }
        #expect(try readFromSpan == JSONReader.read(chunk.span.bytes))
        let error = #expect(throws: JSONError.self) {
            try JSONCursor.read(UnsafeRawBufferPointer(start: nil, count: 0)) { $0.skipValue() }
        }
        #expect(error?.message == "Expected a value, but found the end of the input.")
    }
}
