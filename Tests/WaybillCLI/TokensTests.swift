import Foundation
import Testing
import WaybillInterchange
import WaybillTokenCounting

@testable import WaybillCLI

/// `waybill tokens` where inputs are large.
struct TokensTests {
    @Test func filesAreCountedAcrossChunks() async throws {
        let folder = try TemporaryFolder()
        // Longer than four chunks, which end within words, characters and line breaks.
        let text = (0..<22_000).map { "Zeile \($0): größer, 大きい\u{301}, it's 12345\r\n" }.joined()
        try folder.write(text, to: "text")
        let count = TokenEncoding.o200kBase.count(text)
        for command in ["waybill tokens text", "cat text | waybill tokens"] {
            #expect(try await StartedCommand(command, in: folder).end().output == "\(count) tokens (o200k_base)\n")
        }
    }

    @Test func idsOfALongTextComeBeforeItsCount() async throws {
        let command = "yes 'a b' | head -c 2200000 | waybill tokens --ids --json | head -c 9999999"
        let output = try JSONReader.read(try await CommandRun(command).output)
        #expect(output.objectValue?.keys == ["encoding", "ids", "count", "certainty"])
        #expect(output["ids"]?.arrayValue?.count == output["count"]?.intValue)
        #expect(output["count"]?.intValue == 3 * 550_000)
        #expect(output["ids"]?[1_649_998] == output["ids"]?[1])
    }

    @Test func manyLinesKeepTheirOrder() async throws {
        let folder = try TemporaryFolder()
        let lines = 100_000
        try folder.write((0..<lines).map { "\"\(String(repeating: "word ", count: $0 % 7))\"\n" }.joined(), to: "lines")
        let run = try await StartedCommand("waybill tokens --lines lines", in: folder).end()
        let output = run.output.split(separator: "\n")
        #expect(output.count == lines)
        for (index, line) in output.enumerated() where index % 997 == 0 {
            let count = TokenEncoding.o200kBase.count(String(repeating: "word ", count: index % 7))
            #expect(line == "{\"encoding\":\"o200k_base\",\"count\":\(count),\"certainty\":\"exact\"}")
        }
        #expect(run.errors.isEmpty && run.exitCode == 0)
    }

    @Test func linesAreAnsweredWhileOthersAreToCome() async throws {
        let folder = try TemporaryFolder()
        // The second line is only written when the first was answered.
        let command = """
            mkfifo in && { waybill tokens --lines < in > out & } && exec 3> in && echo '"one"' >&3 \
            && while ! grep -q 'count":1' out; do sleep 0.01; done && echo '"two words"' >&3 && exec 3>&- && wait && cat out
            """
        let run = try await StartedCommand(command, in: folder).end()
        #expect(run.output.split(separator: "\n").count == 2)
    }

    @Test func onlyTheFirstBrokenLinesAreComplainedOf() async throws {
        let run = try await CommandRun("yes 1 | head -n 25 | waybill tokens --lines")
        #expect(run.output.split(separator: "\n").count == 25)
        #expect(run.errors.split(separator: "\n").count { $0.contains("standard input:") } == 10)
        #expect(run.errors.hasSuffix("Error: 15 more lines could not be counted.\n"))
        #expect(run.exitCode == 1)
    }

    /// For the administrator every file is readable.
    @Test(.enabled(if: geteuid() != 0)) func unreadableFilesAreNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("text", to: "file")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: folder.url.appending(path: "file").path)
        let run = try await StartedCommand("waybill tokens file", in: folder).end()
        #expect(run.errors == "Error: The file 'file' cannot be read: permission denied.\n")
        #expect(run.exitCode == 1)
    }
}

struct LineSplitterTests {
    @Test func chunksDoNotMatter() {
        let text = Array("one\r\n\n\"two\"\nthree é\n\nlast".utf8)
        for size in 1...text.count + 1 {
            var splitter = LineSplitter()
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                let chunk = Array(text[start..<min(start + size, text.count)])
                splitter.split(chunk.span.bytes) { lines.append("\($0) \($1.text)") }
            }
            splitter.finish { lines.append("\($0) \($1.text)") }
            #expect(lines == ["1 one\r", "2 ", "3 \"two\"", "4 three é", "5 ", "6 last"])
        }
    }

    @Test func longLinesArePassedOver() {
        let text = Array("12345\n123456\n1234567\n\n123456".utf8)
        for size in 1...text.count {
            var splitter = LineSplitter(limit: 5)
            var lines: [String] = []
            for start in stride(from: 0, to: text.count, by: size) {
                let chunk = Array(text[start..<min(start + size, text.count)])
                splitter.split(chunk.span.bytes) { lines.append("\($0) \($1.text)") }
                #expect(splitter.keptBytes <= 5)
            }
            splitter.finish { lines.append("\($0) \($1.text)") }
            #expect(lines == ["1 12345", "2 too long", "3 too long", "4 ", "5 too long"])
        }
    }
}

extension RawSpan? {
    fileprivate var text: String {
        guard let self else { return "too long" }
        return self.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}

struct TextLineTests {
    @Test(arguments: [
        (#""a""#, "a", 0), (#"  "a\u00e9" "#, "aé", 0), (#""\ud800""#, "\u{FFFD}", 1), (#""\ud800\ud801""#, "\u{FFFD}\u{FFFD}", 2),
        (#""\ud83d\ude00""#, "😀", 0), (#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}", 2), (#""\\ud800""#, #"\ud800"#, 0),
        (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀", 1), (#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}", 2),
        (#""\ufffd \ud800""#, "\u{FFFD} \u{FFFD}", 1),
    ])
    func halvesOfSurrogatePairsAreReplaced(line: String, text: String, repairs: Int) throws {
        let read = try #require(try TextLine(Array(line.utf8).span.bytes))
        #expect(read.text == text)
        #expect(read.repairs == repairs)
    }

    @Test func bytesThatAreNoUTF8AreReplaced() throws {
        let line = Array("\"\u{FFFD}".utf8) + [0xE2, 0x82, 0x20, 0xFF] + Array("\"".utf8)
        let read = try #require(try TextLine(line.span.bytes))
        #expect(read.text == "\u{FFFD}\u{FFFD} \u{FFFD}")
        #expect(read.repairs == 2)
    }

    @Test(arguments: [
        ("[1]", 1, "A line must be a JSON string, and this is an array."), ("  null", 3, "A line must be a JSON string, and this is null."),
        (#""a" 1"#, 5, "invalid JSON: "), (#""a\x""#, 3, "invalid JSON: "),
    ])
    func otherLinesAreFaults(line: String, column: Int, message: String) throws {
        let fault = #expect(throws: TextLine.Fault.self) { try TextLine(Array(line.utf8).span.bytes) }
        #expect(fault?.column == column)
        #expect(fault?.message.hasPrefix(message) == true)
    }

    @Test(arguments: ["", " \t", "\r"]) func blankLinesHoldNothing(line: String) throws {
        #expect(try TextLine(Array(line.utf8).span.bytes) == nil)
    }
}
