import Foundation
import Testing
import WaybillInterchange
import WaybillRouteFiles
import WaybillRoutes

/// A suggested fix mends what it is suggested for.
struct SuggestedFixTests {
    @Test func everyFixOfTheFaultyFilesMendsItsFault() throws {
        var count = 0
        for name in FaultyFilesTests.cases {
            let files = try FaultyFiles(String(contentsOfFile: "\(fixtures)/Faulty/\(name)", encoding: .utf8)).files
            let folder = try TemporaryFolder(files)
            for diagnostic in folder.inspect().diagnostics where diagnostic.replacement != nil {
                let place = try #require(diagnostic.location)
                let file = String(place.file.dropFirst(folder.path.utf8.count + 1))
                let text = try #require(files[file])
                let mended = try #require(text.applying(diagnostic), "\(name): \(diagnostic)")
                try folder.write(file, Array(mended.utf8))
                let left = folder.inspect().diagnostics
                #expect(!left.contains { $0.code == diagnostic.code && $0.location == place }, "\(name): \(diagnostic)\n\(mended)")
                try folder.write(file, Array(text.utf8))
                count += 1
            }
        }
        #expect(count >= 30)
    }

    @Test func aFixIsInTheMessageAndInJSON() throws {
        let folder = try TemporaryFolder([
            "routes.yaml": "workloads: {chat: {models: [local/larg]}}\n", "providers/local.yaml": plainProvider,
        ])
        let diagnostic = try #require(folder.inspect().diagnostics.first)
        #expect(diagnostic.message.hasSuffix("did you mean 'large'?"))
        #expect(diagnostic.replacement == "local/large")
        let expected: JSONValue = [
            "replacement": "local/large", "start": ["line": 1, "column": 29], "end": ["line": 1, "column": 39],
        ]
        #expect(diagnostic.json["fix"] == expected)
        #expect(diagnostic.json["code"] == "WB114")
    }
}

extension String {
    /// The text of a file with a diagnostic's fix in it.
    fileprivate func applying(_ diagnostic: Diagnostic) -> String? {
        guard let replacement = diagnostic.replacement, let start = diagnostic.location, let end = diagnostic.end, start.line == end.line
        else { return nil }
        var lines = components(separatedBy: "\n")
        var scalars = Array(lines[start.line - 1].unicodeScalars)
        scalars.replaceSubrange(start.column - 1..<end.column - 1, with: Array(replacement.unicodeScalars))
        lines[start.line - 1] = String(String.UnicodeScalarView(scalars))
        return lines.joined(separator: "\n")
    }
}
