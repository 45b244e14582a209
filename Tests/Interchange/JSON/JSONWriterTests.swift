import Testing
import WaybillInterchange

struct JSONWriterTests {
    @Test func onlyWhatMustBeEscapedIs() throws {
        let expected = [
            #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#,
            #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b"#,
            #"\u001c\u001d\u001e\u001f"#,
        ]
        .joined()
        let controls = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar(UInt8($0)) }))
        #expect(JSONValue.string(controls).text() == "\"\(expected)\"")
        #expect(JSONValue.string("\"\\").text() == #""\"\\""#)
        let others = "/'<>&\u{7F}\u{80}\u{2028}\u{2029}é€😀\u{FEFF}\u{10FFFF}"
        #expect(JSONValue.string(others).text() == "\"\(others)\"")
    }

    @Test func whatMustBeEscapedIsFoundAtEveryPlace() throws {
        for length in 0..<20 {
            for place in 0...length {
                for special in ["\"", "\\", "\n", "\u{1F}", "é"] {
                    let text = String(repeating: "x", count: place) + special + String(repeating: "\u{7F}", count: length - place)
                    #expect(try JSONReader.read(JSONValue.string(text).bytes()) == .string(text))
                }
            }
        }
    }

    @Test func thePrettyStyleIndentsByTwoSpaces() {
        let value: JSONValue = ["b": [1, [], [:], ["x"]], "a": ["k": 1.50, "é": .null], "e": "/"]
        let expected = """
            {
              "b": [
                1,
                [],
                {},
                [
                  "x"
                ]
              ],
              "a": {
                "k": 1.5,
                "é": null
              },
              "e": "/"
            }
            """
        #expect(value.text(style: .pretty) == expected)
        #expect(JSONValue.array([]).text(style: .pretty) == "[]")
        #expect(JSONValue.null.text(style: .pretty) == "null")
    }

    @Test func theCanonicalStyleSortsKeysByTheirBytes() throws {
        let value = try JSONReader.read(#"{"b":1.0,"a":{"y":[3,1,2],"x":0.50},"":1e2,"é":1,"z":2,"aa":3,"B":4,"😀":5,"\uffff":6,"\"":7}"#)
        #expect(
            value.text(style: .canonical)
                == #"{"":100,"\"":7,"B":4,"a":{"x":0.5,"y":[3,1,2]},"aa":3,"b":1,"z":2,"é":1,"\#u{FFFF}":6,"😀":5}"#)
    }

    @Test func writingAppends() {
        var bytes = Array("data: ".utf8)
        JSONValue.array([1]).write(into: &bytes)
        JSONValue.object(["b": 1, "a": 2]).write(into: &bytes, style: .canonical)
        #expect(String(decoding: bytes, as: UTF8.self) == #"data: [1]{"a":2,"b":1}"#)
        var writer = JSONWriter()
        writer.write("text")
        writer.write(JSONNumber(7))
        writer.write(true as JSONValue)
        #expect(writer.bytes == Array(#""text"7true"#.utf8))
    }

    @Test func whateverIsWrittenReadsAsTheSame() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = JSONValue.random(using: &generator)
            let asWritten = value.bytes()
            let read = try JSONReader.read(asWritten)
            #expect(read == value, "seed \(seed)")
            #expect(read.hashValue == value.hashValue, "seed \(seed)")
            #expect(read.bytes() == asWritten, "seed \(seed)")
            #expect(try JSONReader.read(value.bytes(style: .pretty)).bytes() == asWritten, "seed \(seed)")
            let canonical = value.bytes(style: .canonical)
            #expect(try JSONReader.read(canonical) == value, "seed \(seed)")
            #expect(try JSONReader.read(canonical).bytes() == canonical, "seed \(seed)")
        }
    }
}
