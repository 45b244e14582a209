import Testing
import WaybillInterchange

@testable import WaybillCurlTransport

struct HeadReaderTests {
    @Test(arguments: ["HTTP/1.1 204 No Content", "HTTP/1.0 204", "HTTP/2 204 "])
    func statusLinesOfEveryVersion(line: String) {
        #expect(read([line, "A: b", ""]) == .complete(status: 204, headers: [HeaderField("A", "b")]))
    }

    @Test(arguments: ["", "HTTP/1.1", "HTTP/1.1 2", "HTTP/1.1 abc", "HTTP/1.1 099 x"])
    func whatIsNoStatusLineIsMalformed(line: String) {
        #expect(read([line]) == .malformed)
    }

    @Test func blanksAroundAValueAreNotPartOfIt() {
        let head = read(["HTTP/1.1 200 OK", "a:b", "c:  \td e \t", "f:", "g: h:i", "no colon", ""])
        let headers = [HeaderField("a", "b"), HeaderField("c", "d e"), HeaderField("f", ""), HeaderField("g", "h:i")]
        #expect(head == .complete(status: 200, headers: headers))
    }

    @Test func folding() {
        #expect(read(["HTTP/1.1 200 OK", "a: b", " c", "\td", ""]) == .complete(status: 200, headers: [HeaderField("a", "b c d")]))
    }

    @Test func informationalHeadsLeaveNothingBehind() {
        let lines = ["HTTP/1.1 103 Early", "x: y", "", "HTTP/1.1 200 OK", "a: b", ""]
        #expect(read(lines) == .complete(status: 200, headers: [HeaderField("a", "b")]))
    }

    @Test func trailersAreIgnoredButCounted() {
        var reader = HeadReader()
        for line in ["HTTP/1.1 200 OK", ""] { _ = reader.read(line: line) }
        let outcomes = [reader.read(line: "x: y"), reader.read(line: String(repeating: "a", count: HeadReader.limit))]
        #expect(outcomes == [.more, .tooLarge])
    }

    @Test func seededRandomLinesNeverCrash() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            var reader = HeadReader()
            for _ in 0..<6 {
                let line = (0..<Int.random(in: 0...12, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
                _ = line.withUnsafeBytes { reader.read($0) }
            }
        }
    }

    private func read(_ lines: [String]) -> HeadReader.Outcome {
        var reader = HeadReader()
        var outcome = HeadReader.Outcome.more
        for line in lines {
            outcome = reader.read(line: line)
            if outcome != .more { break }
        }
        return outcome
    }
}

extension HeadReader {
    fileprivate mutating func read(line: String) -> Outcome {
        let bytes = Array((line + "\r\n").utf8)
        return bytes.withUnsafeBytes { read($0) }
    }
}
