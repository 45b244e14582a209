import Testing
import WaybillInterchange

/// What is JSON and what is not, for the reader and the cursor alike.
struct JSONGrammarTests {
    @Test(arguments: [
        "null", "true", "false", "0", "-0", "1", "-1", "10", "1.5", "-1.50", "0.0", "1e5", "1E5", "1e+5", "1e-05", "0e0", "-0.1e-10",
        "1.0E+2",
        "123456789012345678901234567890", "1e99999", "\"\"", "\"a\"", "[]", "{}", "[ ]", "{ }", "[1]", "[1,2]", "[[]]", "[{}]", "{\"a\":1}",
        "{\"\":1}",
        "{\"a\":{\"a\":[]}}", " \t\r\n1 \t\r\n", " [ 1 , 2 ] ", " { \"a\" : 1 , \"b\" : 2 } ", "\u{FEFF}1", "\u{FEFF} {}", "\"\u{FEFF}\"",
        #""\"\\\/\b\f\n\r\t""#, #""\u0000""#, #""\u00e9\u00E9""#, #""\ud83d\ude00""#, #""\ud83d""#, #""\ude00\ud83d""#, #""\ud83d\u0041""#,
        "\"\u{7F}\"", "\"\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}\"", "\"é\"", "{\"a\":1,\"a\":2}", "[0.1,1,true,null,\"\"]",
        "\"a/b\"",
        "[1\n,2\r\n]", #"{"\u0061":1}"#,
    ])
    func isAccepted(text: String) throws {
        #expect(throws: Never.self) { try JSONReader.read(text) }
        #expect(throws: Never.self) { try JSONCursor.read(Array(text.utf8)) { $0.skipValue() } }
        #expect(throws: Never.self) { try JSONCursor.read(Array(text.utf8)) { _ in } }
    }

    @Test(arguments: [
        "", " ", "nul", "nulll", "Null", "tru", "True", "fals", "nan", "NaN", "Infinity", "-Infinity", "undefined", "'a'", "a", "+1", "-",
        "--1", "01", "-01",
        "00", "1.", ".5", "-.5", "1.e5", "1e", "1e+", "1e-", "1e5.5", "1e5e5", "0x10", "1_000", "1,", "1 2", "1a", "[", "]", "[1", "[1,",
        "[1,]", "[,1]", "[,]",
        "[1 2]", "[1;2]", "[1]]", "[1}", "{", "}", "{]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{,}", "{,\"a\":1}",
        "{\"a\" 1}", "{\"a\",1}",
        "{\"a\":1 \"b\":2}", "{a:1}", "{1:1}", "{'a':1}", "{\"a\":1}}", "{\"a\"::1}", "{null:1}", "\"", "\"a", "a\"", "\"\\\"", "\"\\",
        "\"\n\"", "\"\t\"",
        "\"\u{0}\"", "\"\u{1F}\"", #""\x41""#, #""\a""#, #""\'""#, #""\U0041""#, #""\u""#, #""\u0""#, #""\u00""#, #""\u004""#, #""\u004g""#,
        #""\u 041""#,
        #""\u+041""#, #""\ud83d\u12""#, #""\ud83d\x""#, "1\u{0}", "\u{0}", "\u{0}1", "1 \u{FEFF}", "\u{FEFF}", "\u{FEFF}\u{FEFF}1",
        "\u{A0}1", "\u{2028}1",
        "1\u{85}", "\u{B}1", "\u{C}1", "/**/1", "1//", "[1]x", "\"a\" \"b\"", "{}{}", "[]\u{0}", "[\"a\"\u{0}]", "tRue", "[true false]",
        #"{"\uD8":1}"#, #"{"\q":1}"#, #"["\q"]"#, #"{"a":"\q"}"#,
    ])
    func isRefused(text: String) {
        #expect(throws: JSONError.self) { try JSONReader.read(text) }
        #expect(throws: JSONError.self) { try JSONCursor.read(Array(text.utf8)) { $0.skipValue() } }
        #expect(throws: JSONError.self) { try JSONCursor.read(Array(text.utf8)) { _ in } }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC2], [0xC2, 0x41], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
            [0xE2, 0x82, 0x41],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xF8, 0x88, 0x80, 0x80, 0x80], [0xFE], [0xFF],
        ] as [[UInt8]])
    func bytesThatAreNotUTF8AreRefusedWhereverTheyStand(invalid: [UInt8]) {
        for lead in 0..<17 {
            let text = Array(String(repeating: "x", count: lead).utf8)
            for escape in ["", #"\n"#] {
                let string = Array("\"\(escape)".utf8) + text + invalid + Array("\"".utf8)
                for (before, after) in [("", ""), ("[", "]"), ("{", ":1}"), ("{\"a\":", "}")] {
                    let json = Array(before.utf8) + string + Array(after.utf8)
                    let error = #expect(throws: JSONError.self) { try JSONReader.read(json) }
                    #expect(error?.message == "The string is not valid UTF-8.")
                    #expect(error?.offset == before.utf8.count + 1 + escape.utf8.count + lead)
                    let cursorError = #expect(throws: JSONError.self) { try JSONCursor.read(json) { _ in } }
                    #expect(cursorError == error)
                }
            }
        }
    }

    @Test func everyValidWidthOfUTF8IsReadAtEveryPlace() throws {
        let scalars: [Unicode.Scalar] = [
            "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
        ]
        for scalar in scalars {
            for lead in 0..<17 {
                let text = String(repeating: "x", count: lead) + String(scalar) + "y"
                #expect(try JSONReader.read("\"\(text)\"") == .string(text))
            }
        }
    }

    @Test(arguments: [
        (#""\ud83d\ude00""#, "😀"), (#""\uD83D\uDE00!""#, "😀!"), (#""\ud83d""#, "\u{FFFD}"), (#""\ude00""#, "\u{FFFD}"),
        (#""\ud83d\u0041""#, "\u{FFFD}A"),
        (#""\ud83dx""#, "\u{FFFD}x"), (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}"),
        (#""\udbff\udfff""#, "\u{10FFFF}"),
        (#""\ud800\udc00""#, "\u{10000}"), (#""\ud83d\n""#, "\u{FFFD}\n"),
    ])
    func halfASurrogatePairIsReplacedUnlessItIsToBeAnError(text: String, value: String) throws {
        #expect(try JSONReader.read(text) == .string(value))
        let strict = JSONReader.Options(loneSurrogates: .error)
        if value.unicodeScalars.contains("\u{FFFD}") {
            let error = #expect(throws: JSONError.self) { try JSONReader.read(text, options: strict) }
            #expect(error?.message == "The string escapes one half of a surrogate pair without the other.")
            #expect(throws: JSONError.self) { try JSONCursor.read(Array(text.utf8), options: strict) { _ in } }
        } else {
            #expect(try JSONReader.read(text, options: strict) == .string(value))
        }
    }
}
