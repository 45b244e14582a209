import Testing
import WaybillInterchange

struct JSONReaderTests {
    @Test func aDocumentIsWrittenAsItWasRead() throws {
        let text = #"{"b":[1,2.50,-0,1e3,true,false,null],"a":{"é":"\"\\/\n\u0001😀"},"z":"","n":12345678901234567890123}"#
        #expect(try JSONReader.read(text).text() == text)
    }

    @Test func aByteOrderMarkIsPassedOver() throws {
        #expect(try JSONReader.read([0xEF, 0xBB, 0xBF] + Array("[1]".utf8)) == [1])
    }

    @Test(arguments: [
        ("", 0, 1, 1, "Expected a value, but found the end of the input."),
        ("[1,\n 2,\n  x]", 10, 3, 3, "Expected a value, but found 'x'."),
        ("[1,\r\n 2,\r x]", 10, 3, 2, "Expected a value, but found 'x'."),
        ("{\"é\":1,😀}", 8, 1, 8, "Expected a key in double quotes, but found '😀'."),
        ("{\"a\" 1}", 5, 1, 6, "Expected ':' after the key, but found '1'."),
        ("{\"a\":1;}", 6, 1, 7, "Expected ',' or '}' after the member, but found ';'."),
        ("[1 2]", 3, 1, 4, "Expected ',' or ']' after the element, but found '2'."),
        ("[1", 2, 1, 3, "Expected ',' or ']' after the element, but found the end of the input."),
        ("1 “", 2, 1, 3, "Expected nothing after the value, but found '“'."),
        ("\u{FEFF}\u{FEFF}", 3, 1, 1, "Expected a value, but found U+FEFF."),
        ("\u{FEFF}x", 3, 1, 1, "Expected a value, but found 'x'."),
        ("1.x", 2, 1, 3, "Expected a digit in the number, but found 'x'."),
        ("-", 1, 1, 2, "Expected a digit in the number, but found the end of the input."),
        ("[007]", 2, 1, 3, "A number must not begin with a zero that further digits follow."),
        ("\"a\nb\"", 2, 1, 3, "A string must not contain U+000A unless it is escaped."),
        ("\"abcdefgh\u{1}ijklmnop\"", 9, 1, 10, "A string must not contain U+0001 unless it is escaped."),
        ("[\"a", 3, 1, 4, "The input ends within a string."),
        ("\"\\", 2, 1, 3, "The input ends within a string."),
        (#"["ab\q"]"#, 4, 1, 5, "The string has an escape sequence that JSON does not know."),
        (#""\u12x4""#, 1, 1, 2, "The string has an escape sequence that JSON does not know."),
        ("[truE]", 1, 1, 2, "Expected a value, but found 't'."),
        ("[\u{202E}]", 1, 1, 2, "Expected a value, but found U+202E."),
    ])
    func anErrorSaysWhatIsWrongAndWhere(text: String, offset: Int, line: Int, column: Int, message: String) {
        let expected = JSONError(offset: offset, line: line, column: column, message: message)
        #expect(throws: expected) { try JSONReader.read(text) }
        #expect(throws: expected) { try JSONCursor.read(Array(text.utf8)) { _ in } }
    }

    @Test func anErrorNamesAByteThatIsNoCharacter() {
        let error = #expect(throws: JSONError.self) { try JSONReader.read([UInt8(ascii: "["), 0xFF]) }
        #expect(error?.message == "Expected a value, but found a byte that is not valid UTF-8.")
        #expect(error?.description == "Invalid JSON at line 1, column 2: Expected a value, but found a byte that is not valid UTF-8.")
    }

    @Test func anErrorHoldsNothingOfTheText() {
        let secrets = [
            "{\"sk-secret\":1,\"sk-secret\":2}", "[\"sk-secret\" \"sk-secret\"]", "\"sk-secret\\q\"", "sk-secret", "\"sk-secret",
            "[1] sk-secret",
        ]
        for text in secrets {
            let error = #expect(throws: JSONError.self) { try JSONReader.read(text, options: .init(duplicateKeys: .error)) }
            #expect(error?.description.contains("secret") == false)
        }
    }

    @Test func ofAKeyThatOccursTwiceTheLastValueCountsInTheFirstPlace() throws {
        #expect(try JSONReader.read(#"{"a":1,"b":2,"a":3}"#).text() == #"{"a":3,"b":2}"#)
    }

    @Test func aKeyThatOccursTwiceCanBeAnError() {
        let strict = JSONReader.Options(duplicateKeys: .error)
        let error = #expect(throws: JSONError.self) { try JSONReader.read("{\"a\":1,\n\"\\u0061\":2}", options: strict) }
        #expect(error == JSONError(offset: 8, line: 2, column: 1, message: "The object has this key twice."))
        #expect(throws: Never.self) { try JSONReader.read(#"{"a":{"a":1},"b":{"a":1}}"#, options: strict) }
        // The same letter, composed and decomposed: two keys.
        #expect(throws: Never.self) { try JSONReader.read("{\"\u{E9}\":1,\"e\u{301}\":2}", options: strict) }
    }

    @Test(arguments: [("[", "]"), (#"{"a":"#, "}")])
    func nestingIsAllowedAsDeepAsTheOptionsSay(opening: String, closing: String) throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)).utf8)
        }
        for (depth, options) in [
            (128, .init()), (3, .init(maximumDepth: 3)), (512, .init(maximumDepth: .max)), (0, .init(maximumDepth: 0)),
        ] as [(Int, JSONReader.Options)] {
            let value = try JSONReader.read(nested(depth), options: options)
            #expect(value.bytes() == nested(depth))
            #expect(value == (try JSONReader.read(value.text(style: .pretty), options: options)))
            #expect(throws: Never.self) { try JSONCursor.read(nested(depth), options: options) { _ in } }
            let error = #expect(throws: JSONError.self) { try JSONReader.read(nested(depth + 1), options: options) }
            #expect(error?.message == "The value is nested too deeply.")
            let cursorError = #expect(throws: JSONError.self) { try JSONCursor.read(nested(depth + 1), options: options) { _ in } }
            #expect(cursorError == error)
        }
        // What was closed does not count.
        #expect(throws: Never.self) { try JSONReader.read("[" + String(repeating: "[],", count: 500) + "{}]") }
    }

    @Test func endlessNestingIsRefused() {
        for byte in ["[", "{\"a\":", "[{\"a\":["] {
            let text = Array(String(repeating: byte, count: 1_000_000).utf8)
            #expect(throws: JSONError.self) { try JSONReader.read(text, options: .init(maximumDepth: .max)) }
            #expect(throws: JSONError.self) { try JSONCursor.read(text, options: .init(maximumDepth: .max)) { _ in } }
        }
    }

    @Test func theDepthIsNeverMoreThanTheDeepest() {
        var options = JSONReader.Options(maximumDepth: 100_000)
        #expect(options.maximumDepth == JSONReader.Options.deepest)
        options.maximumDepth = 200_000
        #expect(options.maximumDepth == JSONReader.Options.deepest)
    }

    @Test func largeTextIsReadWhole() throws {
        let long = String(repeating: "long text, ", count: 200_000)
        let value: JSONValue = [
            "text": .string(long), "escapes": .string(String(repeating: "\n", count: 100_000)),
            "digits": .number(JSONNumber(literal: String(repeating: "7", count: 100_000))!),
            "members": .object(JSONObject((0..<20_000).map { ("key \($0)", .number(JSONNumber($0))) })),
            "elements": .array(Array(repeating: true, count: 50_000)),
        ]
        let read = try JSONReader.read(value.bytes())
        #expect(read == value)
        #expect(read["members"]?["key 19999"]?.intValue == 19_999)
    }
}
