import Foundation
import Testing

/// `docs/failures.md` names a test for everything that it says.
struct FailuresPageTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..").standardized

    /// The page's rows, each as its cells.
    private func rows() throws -> [[Substring]] {
        let page = try String(contentsOf: Self.root.appending(path: "docs/failures.md"), encoding: .utf8)
        let lines = page.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.contains("| Test |") }
        return lines.map { $0.split(separator: "|").map { $0.drop { $0 == " " } } }
    }

    /// The names of all functions of the tests.
    private func functions() throws -> Set<Substring> {
        let files = FileManager.default.enumerator(at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
        var names: Set<Substring> = []
        while let file = files?.nextObject() as? URL {
            guard file.lastPathComponent.hasSuffix("Tests.swift") else { continue }
            for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
                guard let name = line.firstRange(of: " func ").map({ line[$0.upperBound...].prefix { $0.isLetter || $0.isNumber } })
                else { continue }
                names.insert(name)
            }
        }
        return names
    }

    @Test func everyRowNamesATestThatExists() throws {
        let functions = try functions()
        let rows = try rows()
        #expect(rows.count > 30)
        for row in rows {
            let named = row[3].split(separator: "`").filter { $0.first?.isLetter ?? false }
            #expect(!named.isEmpty, "no test for: \(row[0])")
            for name in named { #expect(functions.contains(name), "\(row[0]): there is no test '\(name)'") }
        }
    }
}
