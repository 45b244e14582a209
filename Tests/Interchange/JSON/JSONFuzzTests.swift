import Testing
import WaybillInterchange

/// Whatever the bytes, reading them ends in a value or an error, and reader and cursor are of one mind.
struct JSONFuzzTests {
    private let seed = UInt64.random(in: 0 ... .max)

    @Test func randomBytesDoNoHarm() {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
            expectOneMind(about: bytes)
        }
    }

    @Test func randomTokensDoNoHarm() {
        let tokens = [
            "{", "}", "[", "]", ",", ":", "\"", "\\", "\"a\"", "\"\\u00e9\"", "\\ud83d", "1", "-", "0", ".", "e", "5", "true", "false",
            "null", "nul", " ", "\n", "é", "\u{0}",
        ]
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 0..<20, using: &generator)).map { _ in tokens.randomElement(using: &generator) ?? "" }.joined()
            expectOneMind(about: Array(text.utf8))
        }
    }

    @Test func changedDocumentsDoNoHarm() {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1_000 {
            let document = JSONValue.random(using: &generator).bytes()
            expectOneMind(about: document)
            for _ in 0..<10 {
                var changed = document
                for _ in 0...Int.random(in: 0..<3, using: &generator) {
                    let place = Int.random(in: 0..<max(changed.count, 1), using: &generator)
                    switch Int.random(in: 0..<4, using: &generator) {
                    case 0 where !changed.isEmpty: changed[place] = UInt8.random(in: 0...255, using: &generator)
                    case 1 where !changed.isEmpty: changed.remove(at: place)
                    case 2: changed.insert("\"\\{}[],:0".utf8.randomElement(using: &generator) ?? 0, at: min(place, changed.count))
                    default: changed = Array(changed.prefix(place))
                    }
                }
                expectOneMind(about: changed)
            }
        }
    }

    @Test func everyBeginningOfADocumentIsRefused() {
        let document = Array(#"{"a":[1.5e3,"x\u00e9\n😀",{"b":[true,false,null]},-0],"é":""}"#.utf8)
        for length in 0..<document.count {
            #expect(throws: JSONError.self) { try JSONReader.read(Array(document.prefix(length))) }
            expectOneMind(about: Array(document.prefix(length)))
        }
    }

    private func expectOneMind(about bytes: [UInt8]) {
        let value = Result { () throws(JSONError) in try JSONReader.read(bytes) }
        let skipped = Result { () throws(JSONError) in try JSONCursor.read(bytes) { _ in } }
        let walked = Result { () throws(JSONError) in try JSONCursor.read(bytes) { walk(&$0) } }
        switch (value, skipped, walked) {
        case (.success(let value), .success, .success(let walked)):
            #expect(walked == value, "seed \(seed), \(bytes)")
            #expect((try? JSONReader.read(value.bytes())) == value, "seed \(seed), \(bytes)")
        case (.failure(let error), .failure(let skipError), .failure(let walkError)):
            #expect(error == skipError, "seed \(seed), \(bytes)")
            #expect(error == walkError, "seed \(seed), \(bytes)")
            #expect(error.offset <= bytes.count, "seed \(seed), \(bytes)")
        default:
            Issue.record("reader and cursor differ: seed \(seed), \(bytes)")
        }
    }

    /// Builds the value with a cursor, step by step.
    private func walk(_ cursor: inout JSONCursor) -> JSONValue {
        switch cursor.kind {
        case .object:
            var object = JSONObject()
            cursor.forEachMember { key, value in object[String(key: key)] = walk(&value) }
            return .object(object)
        case .array:
            var elements: [JSONValue] = []
            cursor.forEachElement { elements.append(walk(&$0)) }
            return .array(elements)
        case .string: return cursor.readString().map(JSONValue.string) ?? .null
        case .number: return cursor.readNumber().map(JSONValue.number) ?? .null
        case .bool: return cursor.readBool().map(JSONValue.bool) ?? .null
        case .null:
            _ = cursor.readNull()
            return .null
        case nil: return .null
        }
    }
}
