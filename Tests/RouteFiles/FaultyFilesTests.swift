import Foundation
import Testing

/// Each fixture is a set of files with faults and, below them, all that is said about them, word for word.
///
/// To write the words anew after a change, run the tests once with `WAYBILL_UPDATE_FIXTURES` set, and read what changed.
struct FaultyFilesTests {
    static let cases = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures + "/Faulty")) ?? []).sorted()

    @Test func thereAreManyCases() {
        #expect(Self.cases.count >= 75)
    }

    @Test(arguments: cases)
    func everyFaultIsReportedInTheseWords(_ name: String) throws {
        let path = "\(fixtures)/Faulty/\(name)"
        let fixture = try FaultyFiles(String(contentsOfFile: path, encoding: .utf8))
        let findings = try TemporaryFolder(fixture.files).findings()
        if ProcessInfo.processInfo.environment["WAYBILL_UPDATE_FIXTURES"] != nil {
            try fixture.text(expecting: findings).write(toFile: path, atomically: true, encoding: .utf8)
        } else {
            #expect(findings == fixture.expected)
        }
    }
}

/// A fixture: parts that begin with `=== NAME`, the last of them `=== expected`.
///
/// Where no provider file is among them, there is one: ``plainProvider`` as `local`. Where no routes are, there are ``plainRoutes``.
struct FaultyFiles {
    /// The files by path.
    var files: [String: String] = [:]
    /// What is said about them.
    var expected = ""
    private var head = ""

    init(_ text: String) {
        var name = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
            if line.hasPrefix("=== ") {
                name = String(line.dropFirst(4))
            } else if name == "expected" {
                expected += line + "\n"
            } else {
                files[name, default: ""] += line + "\n"
            }
            if name != "expected" { head += line + "\n" }
        }
        if !files.keys.contains(where: { $0.hasPrefix("providers/") }) { files["providers/local.yaml"] = plainProvider }
        if files["routes.yaml"] == nil { files["routes.yaml"] = plainRoutes }
    }

    /// The fixture with other words.
    func text(expecting findings: String) -> String { "\(head)=== expected\n\(findings)" }
}
